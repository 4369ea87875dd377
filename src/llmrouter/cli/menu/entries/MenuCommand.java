package llmrouter.cli.menu.entries;

import java.util.function.Function;

import llmrouter.cli.Command.Example;
import llmrouter.cli.Command;
import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.cli.menu.MenuSession;
import llmrouter.tui.Dialog;

/// `menu`: everything by questions. At a terminal it is also what `llm-router` alone and `config` alone do.
public final class MenuCommand {
    private MenuCommand() {}

    public static Command command() {
        return Command.of("menu", "Set everything up by questions", MenuCommand::run)
            .aliases("tui").flags(Flag.CONFIG)
            .examples(new Example("menu", "The same as 'llm-router' alone at a terminal"),
                new Example("menu --config=team.json", "For another configuration file"));
    }

    /// Shows the menu; a person who has no provider yet is guided first.
    public static int run(Invocation in) {
        return run(in, Invocation::dialog);
    }

    /// @param opener opens the dialog
    static int run(Invocation in, Function<Invocation, Dialog> opener) {
        var session = new MenuSession(in, opener);
        try {
            Integer end = FirstRun.isDue(session) ? new FirstRun(session).run() : null;
            return end == null ? new MainMenu(session).run() : end;
        } finally {
            session.dialog().close();
        }
    }
}
