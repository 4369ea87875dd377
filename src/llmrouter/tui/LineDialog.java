package llmrouter.tui;

import java.util.List;
import java.util.function.Function;

import llmrouter.config.YesNo;
import llmrouter.text.Printable;
import llmrouter.tui.DialogAnswer.Back;
import llmrouter.tui.DialogAnswer.Given;
import llmrouter.tui.DialogAnswer.Quit;
import llmrouter.tui.Question.Confirm;
import llmrouter.tui.Question.Hidden;
import llmrouter.tui.Question.Line;
import llmrouter.tui.Question.One;
import llmrouter.tui.Question.Several;

/// Questions that are answered by lines. It needs nothing of a terminal, so it works everywhere: with a pipe, on
/// Windows, with `TERM=dumb`.
final class LineDialog implements Dialog, QuestionAsker {
    private static final int USUAL_ROWS = 24;

    private final DialogPlace place;
    private final LinePrompt prompt;
    private final LineChoice choice;

    LineDialog(DialogPlace place) {
        this.place = place;
        this.prompt = new LinePrompt(place);
        this.choice = new LineChoice(prompt);
    }

    @Override
    public <T> DialogAnswer<T> ask(Question<T> question) {
        return answer(question);
    }

    @Override
    public <V> DialogAnswer<V> one(One<V> question) {
        return choice.one(question);
    }

    @Override
    public <V> DialogAnswer<List<V>> several(Several<V> question) {
        return choice.several(question);
    }

    /// A wrong text becomes what Enter alone means, so that it need not be typed again when its reason has gone.
    @Override
    public DialogAnswer<String> line(Line question) {
        String usual = question.initial();
        prompt.say("");
        prompt.say(question.title());
        while (true) {
            String ways = usual.isEmpty() ? "" : "Enter: " + Printable.of(usual);
            DialogAnswer<String> answer = prompt.line(question, ways, helpOfText(question.initial()));
            if (!(answer instanceof Given<String>(String typed))) return answer;
            String text = typed.isBlank() ? usual : typed.strip().equals("\\") ? "" : LinePrompt.literal(typed);
            String problem = question.problem().apply(text);
            if (problem == null) return new Given<>(text);
            prompt.wrong(problem);
            usual = text.isEmpty() ? question.initial() : text;
        }
    }

    private static List<String> helpOfText(String initial) {
        String literal = "For the text b, q or ? itself, type \\b, \\q or \\?.";
        if (initial.isEmpty()) return List.of(literal);
        return List.of("Enter alone keeps what is shown; \\ alone means no text.", literal);
    }

    @Override
    public DialogAnswer<String> hidden(Hidden question) {
        prompt.say("");
        prompt.say(question.title());
        while (true) {
            DialogAnswer<String> answer = prompt.hidden(question, "Not shown while you type",
                List.of("For the text b, q or ? itself, type \\b, \\q or \\?."));
            if (!(answer instanceof Given<String>(String typed))) return answer;
            String text = LinePrompt.literal(typed);
            Function<String, String> check = question.problem();
            String problem = check.apply(text);
            if (problem == null) return new Given<>(text);
            prompt.wrong(problem);
        }
    }

    @Override
    public DialogAnswer<Boolean> confirm(Confirm question) {
        prompt.say("");
        prompt.say(question.title());
        while (true) {
            String ways = "yes or no; Enter: " + (question.usual() ? "yes" : "no");
            switch (prompt.line(question, ways, List.of("Type y or yes, n or no."))) {
                case Back<String> _ -> {
                    return new Back<>();
                }
                case Quit<String> _ -> {
                    return new Quit<>();
                }
                case Given<String>(String typed) -> {
                    Boolean yes = typed.isBlank() ? Boolean.valueOf(question.usual()) : YesNo.bool(typed);
                    if (yes != null) return new Given<>(yes);
                    prompt.wrong("'" + typed.strip() + "' is neither yes nor no.");
                }
            }
        }
    }

    @Override
    public void say(List<String> lines) {
        lines.forEach(prompt::say);
    }

    /// At a terminal a line is awaited after each screenful.
    @Override
    public void page(List<String> lines) {
        int screen = rows() - 1;
        var input = new LineInput(place);
        for (int at = 0; at < lines.size(); at++) {
            prompt.say(lines.get(at));
            boolean full = (at + 1) % screen == 0 && at + 1 < lines.size();
            if (!full || !place.terminal()) continue;
            place.out().print("(" + (lines.size() - at - 1) + " more lines; Enter: go on, q: no more) ");
            place.out().flush();
            String line = input.line();
            if (line == null || line.strip().equalsIgnoreCase("q")) return;
        }
    }

    private int rows() {
        List<Integer> rows = OptionSearch.numbers(place.environment().getOrDefault("LINES", ""), 1_000);
        return rows == null || rows.getFirst() < 2 ? USUAL_ROWS : rows.getFirst() + 1;
    }

    @Override
    public Progress progress(String title) {
        return new LineProgress(title, prompt::say, System::nanoTime);
    }

    @Override
    public void close() {
        place.out().flush();
    }
}
