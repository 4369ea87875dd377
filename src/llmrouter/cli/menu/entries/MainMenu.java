package llmrouter.cli.menu.entries;

import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.ExitCode;
import llmrouter.cli.menu.MenuSession;
import llmrouter.cli.menu.WizardRun;
import llmrouter.tui.DialogAnswer.Given;
import llmrouter.tui.Question.One;
import llmrouter.tui.Question.Option;

/// The menu. It comes back after each operation, with the cursor where it was.
final class MainMenu {
    private static final String HELP = """
        Choose a part of the menu by its number, by a part of its name, or with the arrow keys where the terminal has
        them. Nothing is saved without a review of what would change.""";

    private static final MenuGroup QUIT = MenuGroup.of("Quit", "");

    private final MenuSession session;

    MainMenu(MenuSession session) {
        this.session = session;
    }

    /// @return the exit code of the program
    int run() {
        List<MenuGroup> groups = MenuTable.GROUPS.stream().map(this::available).filter(g -> !g.entries().isEmpty())
            .toList();
        var options = new ArrayList<Option<MenuGroup>>();
        for (MenuGroup group : groups) options.add(new Option<>(group, group.label(), group.hint()));
        options.add(Option.of(QUIT, QUIT.label()));
        int cursor = -1;
        while (true) {
            session.say(GatewayHeader.lines(session));
            var question = new One<>("What do you want to do?", HELP, options, cursor);
            if (!(session.dialog().ask(question) instanceof Given<MenuGroup>(MenuGroup group))) return ExitCode.DONE;
            if (group == QUIT) return ExitCode.DONE;
            cursor = groups.indexOf(group);
            Integer end = run(group);
            if (end != null) return end;
        }
    }

    /// Shows one part of the menu until the person leaves it.
    ///
    /// @return the exit code of a command that ends the menu with it, or null
    private Integer run(MenuGroup group) {
        int cursor = -1;
        while (true) {
            var options = new ArrayList<Option<MenuEntry>>();
            for (MenuEntry entry : group.entries()) options.add(new Option<>(entry, entry.label(), entry.hint()));
            var question = new One<>(group.label(), HELP, options, cursor);
            if (!(session.dialog().ask(question) instanceof Given<MenuEntry>(MenuEntry entry))) return null;
            cursor = group.entries().indexOf(entry);
            Integer end = run(entry);
            if (end != null) return end;
        }
    }

    private Integer run(MenuEntry entry) {
        String missing = entry.missing().apply(session);
        if (missing != null) {
            session.say(List.of(missing));
            return null;
        }
        return new WizardRun(session, entry.wizard().apply(session)).run();
    }

    /// The group with those entries whose operation the command table has.
    private MenuGroup available(MenuGroup group) {
        return new MenuGroup(group.label(), group.hint(),
            group.entries().stream().filter(entry -> session.has(entry.operation())).toList());
    }
}
