package llmrouter.cli.menu.entries;

import java.util.List;

/// A part of the menu.
record MenuGroup(String label, String hint, List<MenuEntry> entries) {
    MenuGroup {
        entries = List.copyOf(entries);
    }

    static MenuGroup of(String label, String hint, MenuEntry... entries) {
        return new MenuGroup(label, hint, List.of(entries));
    }
}
