package llmrouter.cli.menu;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The answers of a wizard by the names of their steps. Each is a list of texts, with one item for most questions.
public final class WizardAnswers {
    private static final String YES = "yes";
    private static final String NO = "no";

    private final Map<String, List<String>> values = new HashMap<>();

    /// The answer of a step, its first text; null if the step has none.
    public String text(String step) {
        List<String> all = values.get(step);
        return all == null || all.isEmpty() ? null : all.getFirst();
    }

    /// As [#text(String)], with something in place of null.
    public String text(String step, String otherwise) {
        String value = text(step);
        return value == null ? otherwise : value;
    }

    /// All texts of a step's answer; none if the step has no answer.
    public List<String> list(String step) {
        return values.getOrDefault(step, List.of());
    }

    /// The answer to a confirmation; null if there is none.
    public Boolean agreed(String step) {
        String value = text(step);
        return value == null ? null : Boolean.valueOf(value.equals(YES));
    }

    public boolean isYes(String step) {
        return YES.equals(text(step));
    }

    /// Whether the answer of a step is this one.
    public boolean is(String step, String value) {
        return value.equals(text(step));
    }

    public boolean has(String step) {
        return values.containsKey(step);
    }

    public void put(String step, List<String> value) {
        values.put(step, List.copyOf(value));
    }

    public void put(String step, boolean agreed) {
        put(step, List.of(agreed ? YES : NO));
    }

    /// Takes the answer of one step from other answers, if it is there.
    public void take(String step, WizardAnswers others) {
        if (others.values.get(step) instanceof List<String> value) values.put(step, value);
    }

    public void forget(String step) {
        values.remove(step);
    }
}
