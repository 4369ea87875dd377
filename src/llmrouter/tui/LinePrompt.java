package llmrouter.tui;

import java.io.PrintStream;
import java.util.List;

import llmrouter.text.Printable;
import llmrouter.text.Ws;

/// Asks for one line, and knows the words that every question takes: `b` goes back, `q` leaves, `?` helps. A backslash
/// before such a word means the word itself as text.
final class LinePrompt {
    private static final List<String> WORDS = List.of("b", "q", "?");

    private final DialogPlace place;
    private final LineInput input;
    private final PrintStream out;

    LinePrompt(DialogPlace place) {
        this.place = place;
        this.input = new LineInput(place);
        this.out = place.out();
    }

    /// Waits for a line that is no request for help. `b` and `q` and the end of the input are answers of their own.
    ///
    /// @param ways what may be typed, one line
    DialogAnswer<String> line(Question<?> question, String ways, List<String> more) {
        return typed(question, ways, more, false);
    }

    /// As [#line]; the line is not shown.
    DialogAnswer<String> hidden(Question<?> question, String ways, List<String> more) {
        return typed(question, ways, more, true);
    }

    private DialogAnswer<String> typed(Question<?> question, String ways, List<String> more, boolean hide) {
        while (true) {
            say((ways.isEmpty() ? "" : ways + "; ") + "b: back, q: quit, ?: help");
            out.print("> ");
            out.flush();
            String line = hide ? input.hidden() : input.line();
            if (!place.terminal()) out.println(line == null || hide ? "" : Printable.of(line));
            if (line == null) return new DialogAnswer.Quit<>();
            switch (Ws.trim(line)) {
                case "b", "B" -> {
                    return new DialogAnswer.Back<>();
                }
                case "q", "Q" -> {
                    return new DialogAnswer.Quit<>();
                }
                case "?" -> help(question, more);
                default -> {
                    return new DialogAnswer.Given<>(line);
                }
            }
        }
    }

    private void help(Question<?> question, List<String> more) {
        if (!question.help().isEmpty()) question.help().lines().forEach(this::say);
        more.forEach(this::say);
        say("b goes back to the question before, q leaves without a change, and so does the end of the input.");
    }

    /// The text that a line means where any text is an answer: `\b`, `\q` and `\?` mean `b`, `q` and `?`.
    static String literal(String line) {
        String text = Ws.trim(line);
        int word = 0;
        while (word < text.length() && text.charAt(word) == '\\') word++;
        return word > 0 && WORDS.contains(text.substring(word).toLowerCase()) ? text.substring(1) : text;
    }

    /// Shows a line of text from wherever.
    void say(String line) {
        out.println(Printable.of(line));
    }

    /// Shows what is wrong with an answer.
    void wrong(String problem) {
        boolean color = place.colorful();
        out.println((color ? "\u001b[31m" : "") + "! " + Printable.of(problem) + (color ? "\u001b[0m" : ""));
    }
}
