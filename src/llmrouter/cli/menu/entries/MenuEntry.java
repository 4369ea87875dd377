package llmrouter.cli.menu.entries;

import java.util.function.Function;

import llmrouter.cli.menu.MenuSession;
import llmrouter.cli.menu.Wizard;

/// A line of a menu.
///
/// @param operation that it runs, such as `config add-alias` or `status`; the line is shown only if the command table
///                  has it
/// @param missing   what must be there first, a sentence; null if the entry can be used
/// @param wizard    makes the questions, from the configuration as it is then
record MenuEntry(String label, String hint, String operation, Function<MenuSession, String> missing,
        Function<MenuSession, Wizard> wizard) {
    static MenuEntry of(String label, String operation, Function<MenuSession, Wizard> wizard) {
        return new MenuEntry(label, "", operation, _ -> null, wizard);
    }

    MenuEntry hint(String words) {
        return new MenuEntry(label, words, operation, missing, wizard);
    }

    /// An entry that makes sense only with something that may be missing.
    MenuEntry needs(Function<MenuSession, String> condition) {
        return new MenuEntry(label, hint, operation, condition, wizard);
    }
}
