package llmrouter.json.file;

import java.util.List;

import llmrouter.json.JsonError;
import llmrouter.json.JsonLevel;
import llmrouter.json.JsonTokens;

/// Finds the place of a value in a file's text, for messages about a value that is valid JSON but wrong.
public final class JsonLocator {
    private JsonLocator() {}

    /// The place of a value; line and column start at 1.
    ///
    /// @param steps how many steps of the path exist; fewer than the path has if the place is that of an ancestor
    public record Place(int offset, int line, int column, int steps) {}

    /// Finds the value at a path, or its deepest ancestor that exists. No tree is built.
    ///
    /// @param path member names (`String`) and array indices (`Integer`) from the top
    /// @throws JsonError the text is not JSON
    public static Place find(String text, List<?> path) {
        return find(JsonSource.of(text).tokens(), path);
    }

    static Place find(JsonTokens tokens, List<?> path) {
        int at = tokens.begin();
        tokens.end(tokens.value(at, 0));
        int steps = 0;
        for (Object step : path) {
            JsonLevel level = JsonLevel.of(tokens, at);
            int index = level == null ? -1 : level.find(step);
            if (index < 0) break;
            at = level.members().get(index).start();
            steps++;
        }
        JsonError here = tokens.error("", at);
        return new Place(at, here.line(), here.column(), steps);
    }
}
