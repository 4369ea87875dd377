package llmrouter.clients.patch;

import java.util.List;

import llmrouter.json.Json;

/// How the text of a settings file is read and edited. Pure and thread-safe.
///
/// A path has a `String` for a member and an `Integer` for an item of an array; the index after the last item appends.
public interface SettingsSyntax {
    /// The settings as a tree. A blank text has none.
    ///
    /// @throws PatchError the text cannot be read, with line and column
    Json.Obj tree(String text);

    /// The text with this value at the path; objects that are missing on the way are made. All else stays as it is:
    /// comments, order, line ends, indentation, a byte-order mark, a missing last line end.
    ///
    /// @return the same text if the value is there already
    /// @throws PatchError something on the path is no object
    String set(String text, List<?> path, Json value);

    /// The text without what is at the path.
    ///
    /// @return the same text if nothing is there
    String remove(String text, List<?> path);

    /// The value at a path of a tree, or null.
    static Json at(Json tree, List<?> path) {
        Json value = tree;
        for (Object step : path) {
            value = switch (value) {
                case Json.Obj object when step instanceof String key -> object.get(key);
                case Json.Arr array when step instanceof Integer i && i < array.size() -> array.items().get(i);
                case null, default -> null;
            };
        }
        return value;
    }
}
