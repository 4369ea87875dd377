package llmrouter.tui;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

import llmrouter.tui.Question.Option;

/// A dialog whose input is a text, and what it printed.
final class PipedDialog {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final Dialog dialog;

    /// @param lines that are typed, with their line ends
    PipedDialog(String lines) {
        var in = new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8));
        dialog = Dialogs.open(DialogPlace.piped(in, new PrintStream(out, true, StandardCharsets.UTF_8)));
    }

    static <T> DialogAnswer<T> answer(String lines, Question<T> question) {
        return new PipedDialog(lines).dialog.ask(question);
    }

    /// What is printed while a question is asked.
    static String printed(String lines, Question<?> question) {
        var piped = new PipedDialog(lines);
        piped.dialog.ask(question);
        return piped.out();
    }

    String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    static List<Option<String>> options(String... labels) {
        return List.of(labels).stream().map(label -> Option.of(label, label)).toList();
    }
}
