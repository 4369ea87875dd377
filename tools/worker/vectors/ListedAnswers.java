package vectors;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import llmrouter.protocol.earlier.EarlierAnswers;

/// The earlier answers of one script, none of which is forgotten.
final class ListedAnswers implements EarlierAnswers {
    private final Map<String, List<String>> until = new HashMap<>();
    private final Map<String, List<String>> said = new HashMap<>();

    private record Items(List<String> items) implements Past {}

    @Override
    public boolean remembers() {
        return true;
    }

    @Override
    public Past until(String answer) {
        return until.get(answer) instanceof List<String> items ? new Items(items) : null;
    }

    @Override
    public List<String> said(String answer) {
        return said.getOrDefault(answer, List.of());
    }

    @Override
    public void grows(long characters, boolean wide, long values) {
        // there is memory enough
    }

    @Override
    public String idOf(String requestId) {
        return "kept_" + requestId;
    }

    @Override
    public void remember(Past before, String answer, List<String> asked, List<String> answered) {
        var items = new ArrayList<String>();
        if (before != null) items.addAll(before.items());
        items.addAll(asked);
        items.addAll(answered);
        until.put(answer, List.copyOf(items));
        said.put(answer, List.copyOf(answered));
    }
}
