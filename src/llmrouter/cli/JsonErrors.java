package llmrouter.cli;

import java.util.List;

import llmrouter.config.YesNo;
import llmrouter.json.Json;

/// How errors are told when a command line has `--json`: as one line of JSON on standard output, so that a program that
/// reads the output finds JSON there in any case.
final class JsonErrors {
    /// The user must change the command line, the environment or the configuration.
    static final String WRONG_INPUT = "wrong_input";
    /// The command line was right, but the command could not be carried out.
    static final String FAILED = "failed";
    /// The program did not expect this; the message begins with the type of the error.
    static final String UNEXPECTED = "unexpected";

    private JsonErrors() {}

    /// `{"error":{"message":…,"code":…,"exit":…}}`.
    static Json.Obj of(String message, String code, int exitCode) {
        var error = Json.object().put("message", message).put("code", code).put("exit", exitCode);
        return Json.object().put("error", error);
    }

    /// Whether the words ask for JSON. They may have mistakes, so this looks only at the flag itself; of several the
    /// last counts.
    static boolean wanted(List<String> words) {
        boolean wanted = false;
        for (int i = 0; i < words.size() && !words.get(i).equals("--"); i++) {
            String word = words.get(i);
            if (word.equals("--json")) wanted = i + 1 == words.size() || !words.get(i + 1).equals("false");
            else if (word.startsWith("--json=")) wanted = YesNo.bool(word.substring(7)) != Boolean.FALSE;
            else if (word.equals("--no-json")) wanted = false;
        }
        return wanted;
    }
}
