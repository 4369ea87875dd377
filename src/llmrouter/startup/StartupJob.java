package llmrouter.startup;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What a service runs.
///
/// @param words         the program, as an absolute path, and its arguments
/// @param variables     of the environment, beside those that the manager gives every service; in order
/// @param secret        names of the variables whose values are shown to no one
/// @param variablesFile a file with more variables, a line `NAME=value` each, which need not be there
/// @param folder        the working directory
/// @param stopSeconds   how long the gateway may take to end
public record StartupJob(List<String> words, Map<String, String> variables, List<String> secret, Path variablesFile,
        Path folder, long stopSeconds) {

    /// @throws StartupError a text holds a character that no service file can carry
    public StartupJob checked() throws StartupError {
        var texts = new ArrayList<>(words);
        texts.add(variablesFile.toString());
        texts.add(folder.toString());
        for (String text : texts) {
            if (!isText(text)) throw new StartupError("a service cannot have a line break or another control "
                + "character in its command line, but '" + shown(text) + "' has one; rename that file or folder");
        }
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            if (isText(variable.getValue())) continue;
            throw new StartupError("the value of the variable " + variable.getKey() + " has a line break or another "
                + "control character, which a service cannot have; correct it, or leave the variable out");
        }
        return this;
    }

    /// The same with a mask in place of the secret values, for people to read.
    public StartupJob masked() {
        var shown = new LinkedHashMap<>(variables);
        for (String name : secret) shown.computeIfPresent(name, (_, _) -> "********");
        return new StartupJob(words, shown, List.of(), variablesFile, folder, stopSeconds);
    }

    /// Whether a text can stand in a unit and in XML 1.0 (§2.2).
    private static boolean isText(String text) {
        return text.codePoints().noneMatch(c -> c < ' ' || c == 0x7F || c >= 0xD800 && c <= 0xDFFF || c == 0xFFFE
            || c == 0xFFFF);
    }

    private static String shown(String text) {
        var shown = new StringBuilder();
        text.codePoints().forEach(c -> shown.appendCodePoint(c < ' ' || c == 0x7F ? '?' : c));
        return shown.toString();
    }
}
