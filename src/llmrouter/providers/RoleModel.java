package llmrouter.providers;

import java.util.ArrayList;
import java.util.List;

/// A model of a provider that has no list of its own.
///
/// @param role what it is for: `main`, `small`, `code`, …
/// @param id   what the provider calls it
public record RoleModel(String role, String id) {

    /// @param pairs each a role and an id, with a space between
    static List<RoleModel> list(String... pairs) {
        var models = new ArrayList<RoleModel>();
        for (String pair : pairs) {
            int space = pair.indexOf(' ');
            models.add(new RoleModel(pair.substring(0, space), pair.substring(space + 1)));
        }
        return List.copyOf(models);
    }
}
