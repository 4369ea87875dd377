package llmrouter.config.read;

import java.util.ArrayList;
import java.util.List;

/// One key of an object of the configuration file: a row of a [ConfigSection]. The readers ask for members by these
/// rows, so a key without a row cannot be read; `docs/configuration.md` is made from them.
///
/// @param name       how the program writes it
/// @param otherNames names that mean the same; the first one in the file that is not null counts
/// @param type       what the value may be, for the reference
/// @param preset     what holds without the key, for the reference; null if the key is required
/// @param meaning    plain sentences for the reference
/// @param example    a JSON value that is valid there
public record ConfigKey(String name, List<String> otherNames, String type, String preset, String meaning,
    String example) {

    static ConfigKey required(String name, String type, String meaning, String example, String... otherNames) {
        return new ConfigKey(name, List.of(otherNames), type, null, meaning, example);
    }

    static ConfigKey optional(String name, String type, String preset, String meaning, String example,
        String... otherNames) {
        return new ConfigKey(name, List.of(otherNames), type, preset, meaning, example);
    }

    /// Every spelling that is read, in the order in which they count: each name as it is, then in kebab-case.
    public List<String> spellings() {
        var spellings = new ArrayList<>(Fields.twins(name));
        for (String other : otherNames) {
            for (String twin : Fields.twins(other)) {
                if (!spellings.contains(twin)) spellings.add(twin);
            }
        }
        return spellings;
    }
}
