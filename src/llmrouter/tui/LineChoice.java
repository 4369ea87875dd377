package llmrouter.tui;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

import llmrouter.tui.DialogAnswer.Back;
import llmrouter.tui.DialogAnswer.Given;
import llmrouter.tui.DialogAnswer.Quit;
import llmrouter.tui.Question.One;
import llmrouter.tui.Question.Option;
import llmrouter.tui.Question.Several;

/// Lists with numbers, from which a person chooses by lines. What is typed is a number, or else a part of a name, which
/// leaves the options that have it; the numbers stay the same.
final class LineChoice {
    /// A longer list is cut, so that its beginning does not leave the screen.
    private static final int LONGEST = 18;
    private static final String ALL = "*";

    private final LinePrompt prompt;

    LineChoice(LinePrompt prompt) {
        this.prompt = prompt;
    }

    /// Enter alone takes the current value, or the only option that a filter has left.
    <V> DialogAnswer<V> one(One<V> question) {
        List<Option<V>> options = question.options();
        List<Integer> shown = everyIndex(options);
        show(question, shown, Set.of(), false);
        while (true) {
            int usual = shown.size() == 1 && options.size() > 1 ? shown.getFirst() : question.current();
            boolean hasUsual = usual >= 0 && usual < options.size();
            String enter = hasUsual ? "; Enter: " + (usual + 1) + " (" + options.get(usual).label() + ")" : "";
            switch (prompt.line(question, "Number or part of a name" + enter, helpOfOne())) {
                case Back<String> _ -> {
                    return new Back<>();
                }
                case Quit<String> _ -> {
                    return new Quit<>();
                }
                case Given<String>(String text) -> {
                    int chosen = text.isBlank() ? hasUsual ? usual : -1 : single(text, options);
                    if (chosen >= 0) return new Given<>(options.get(chosen).value());
                    shown = narrowed(question, text, options, shown, Set.of(), false);
                }
            }
        }
    }

    /// The option that a number or a whole name means, or -1.
    private static int single(String text, List<? extends Option<?>> options) {
        List<Integer> numbers = OptionSearch.numbers(text, options.size());
        if (numbers != null && numbers.size() == 1) return numbers.getFirst();
        return OptionSearch.exact(options, LinePrompt.literal(text));
    }

    /// Each line switches options on or off, until Enter alone.
    <V> DialogAnswer<List<V>> several(Several<V> question) {
        List<Option<V>> options = question.options();
        var chosen = new TreeSet<>(question.chosen());
        chosen.removeIf(i -> i < 0 || i >= options.size());
        List<Integer> shown = everyIndex(options);
        show(question, shown, chosen, true);
        while (true) {
            String ways = "Numbers switch (1 3-5), a: all shown, or part of a name; Enter: done (" + chosen.size()
                + " chosen)";
            switch (prompt.line(question, ways, helpOfSeveral())) {
                case Back<String> _ -> {
                    return new Back<>();
                }
                case Quit<String> _ -> {
                    return new Quit<>();
                }
                case Given<String>(String text) -> {
                    if (!text.isBlank()) {
                        shown = switched(question, text, shown, chosen);
                    } else if (chosen.size() >= question.least()) {
                        return new Given<>(chosen.stream().map(i -> options.get(i).value()).toList());
                    } else {
                        prompt.wrong("Choose at least " + question.least() + ".");
                    }
                }
            }
        }
    }

    /// Switches what a line names, or filters by it.
    /// @return the indexes that are shown now
    private <V> List<Integer> switched(Several<V> question, String text, List<Integer> shown, Set<Integer> chosen) {
        List<Option<V>> options = question.options();
        List<Integer> named = OptionSearch.numbers(text, options.size());
        int exact = OptionSearch.exact(options, LinePrompt.literal(text));
        if (text.strip().equalsIgnoreCase("a")) {
            if (!chosen.addAll(shown)) shown.forEach(chosen::remove);
        } else if (named != null) {
            for (int i : named) toggle(chosen, i);
        } else if (exact >= 0) {
            toggle(chosen, exact);
        } else {
            return narrowed(question, text, options, shown, chosen, true);
        }
        show(question, shown, chosen, true);
        return shown;
    }

    private static void toggle(Set<Integer> chosen, int index) {
        if (!chosen.remove(index)) chosen.add(index);
    }

    private List<Integer> narrowed(Question<?> question, String text, List<? extends Option<?>> options,
            List<Integer> before, Set<Integer> chosen, boolean several) {
        if (text.isBlank()) {
            prompt.wrong("Type a number from 1 to " + options.size() + ", or a part of a name.");
            return before;
        }
        boolean whole = text.strip().equals(ALL);
        List<Integer> found = whole ? everyIndex(options) : OptionSearch.find(options, LinePrompt.literal(text));
        if (found.isEmpty()) {
            prompt.wrong(OptionSearch.looksLikeNumbers(text)
                ? "The numbers go from 1 to " + options.size() + ", and '" + text.strip() + "' is not among them."
                : "Nothing here has '" + text.strip() + "' in its name.");
            return before;
        }
        show(question, found, chosen, several);
        return found;
    }

    private void show(Question<?> question, List<Integer> shown, Set<Integer> chosen, boolean several) {
        List<? extends Option<?>> options = switch (question) {
            case One<?> one -> one.options();
            case Several<?> some -> some.options();
            case Question.Line _, Question.Hidden _, Question.Confirm _ -> List.of();
        };
        prompt.say("");
        prompt.say(question.title());
        int width = Integer.toString(options.size()).length();
        for (int i : shown.subList(0, Math.min(LONGEST, shown.size()))) {
            String number = " ".repeat(width - Integer.toString(i + 1).length()) + (i + 1);
            String mark = several ? chosen.contains(i) ? "[x] " : "[ ] " : "";
            String hint = options.get(i).hint().isEmpty() ? "" : "  (" + options.get(i).hint() + ")";
            prompt.say("  " + number + ". " + mark + options.get(i).label() + hint);
        }
        if (shown.size() > LONGEST) prompt.say("  … and " + (shown.size() - LONGEST) + " more: type a part of a name");
        if (shown.size() < options.size()) {
            prompt.say("  (" + shown.size() + " of " + options.size() + " shown; " + ALL + ": all)");
        }
    }

    private static List<Integer> everyIndex(List<?> options) {
        return new ArrayList<>(IntStream.range(0, options.size()).boxed().toList());
    }

    private static List<String> helpOfOne() {
        return List.of("Type the number of an option, its whole name, or a part of its name to see only the options"
            + " that have it; * shows all again.", "To look for a name that is b or q, type \\b or \\q.");
    }

    private static List<String> helpOfSeveral() {
        return List.of("Type numbers and ranges to switch options on or off, such as 2-5 or 1 3 7; a switches all that"
            + " are shown; Enter alone ends the choice.",
            "A part of a name shows only the options that have it, a whole name switches it; * shows all again.",
            "To look for a name that is b or q, type \\b or \\q.");
    }
}
