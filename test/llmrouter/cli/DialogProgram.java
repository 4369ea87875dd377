package llmrouter.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

import llmrouter.tui.Dialog;
import llmrouter.tui.Question.Confirm;
import llmrouter.tui.Question.Hidden;
import llmrouter.tui.Question.Line;
import llmrouter.tui.Question.One;
import llmrouter.tui.Question.Option;
import llmrouter.tui.Question.Several;

/// A program that asks questions, for tests with a terminal. It begins and ends as the program itself does; the words
/// of the command line choose the questions.
public final class DialogProgram {
    private static final List<Option<Integer>> OPTIONS = IntStream.rangeClosed(1, 40)
        .mapToObj(i -> new Option<>(i, "option-" + i, i % 2 == 0 ? "even" : "")).toList();

    private DialogProgram() {}

    public static void main(String[] args) {
        Shell shell = Shell.ofProcess(Runtime.getRuntime()::halt);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(shell)));
        var command = Command.of("questions", "Ask.", DialogProgram::run).operands("KIND...", 99);
        var words = new ArrayList<>(List.of("questions"));
        words.addAll(List.of(args));
        System.exit(shell.stop().finish(Cli.run(new CommandTable(List.of(command)), words, shell)));
    }

    private static void end(Shell shell) {
        try {
            Runtime.getRuntime().halt(shell.stop().request());
        } catch (InterruptedException _) {
            Runtime.getRuntime().halt(1);
        }
    }

    private static int run(Invocation invocation) throws Exception {
        try (Dialog dialog = invocation.dialog()) {
            dialog.say(List.of("Questions follow."));
            for (String kind : invocation.arguments().operands()) ask(kind, dialog, invocation);
        }
        invocation.print("program ended");
        return 7;
    }

    private static void ask(String kind, Dialog dialog, Invocation invocation) throws Exception {
        Object answer = switch (kind) {
            case "one" -> dialog.ask(new One<>("Which one?", "Help of one.", OPTIONS, -1));
            case "current" -> dialog.ask(new One<>("Which one now?", "", OPTIONS, 4));
            case "several" -> dialog.ask(new Several<>("Which ones?", "Help.", OPTIONS, Set.of(1), 1));
            case "line" -> dialog.ask(new Line("What text?", "Help of text.", "",
                text -> text.length() < 2 ? "Two letters at least." : null));
            case "hidden" -> dialog.ask(new Hidden("What key?", "", _ -> null));
            case "confirm" -> dialog.ask(new Confirm("Are you sure?", "", false));
            case "page" -> {
                dialog.page(IntStream.range(0, 100).mapToObj(i -> (i % 3 == 0 ? "+" : "-") + " line " + i).toList());
                yield "paged";
            }
            case "progress" -> progress(dialog);
            case "throw" -> {
                dialog.ask(new Confirm("Throw?", "", false));
                throw new IllegalStateException("thrown on purpose");
            }
            default -> throw new IllegalArgumentException(kind);
        };
        invocation.print("answer: " + answer);
    }

    private static String progress(Dialog dialog) throws InterruptedException {
        try (Dialog.Progress progress = dialog.progress("Working")) {
            for (int i = 0; i <= 30; i++) {
                progress.at(i, 30, "step " + i);
                Thread.sleep(100);
            }
        }
        return "worked";
    }
}
