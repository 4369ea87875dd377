package llmrouter.cli;

import java.util.List;

import llmrouter.config.YesNo;
import llmrouter.json.Json;
import llmrouter.report.CodeEntry;
import llmrouter.report.CodePlace;

/// How errors are told when a command line has `--json`: as one line of JSON on standard output, so that a program that
/// reads the output finds JSON there in any case.
public final class JsonErrors {
    /// The user must change the command line, the environment or the configuration.
    static final String WRONG_INPUT = "wrong_input";
    /// The command line was right, but the command could not be carried out.
    static final String FAILED = "failed";
    /// The program did not expect this; the message begins with the type of the error.
    static final String UNEXPECTED = "unexpected";

    private JsonErrors() {}

    /// The rows of the error catalogue for commands: every code that [#of] is given.
    public static List<CodeEntry> codes() {
        return List.of(
            CodeEntry.of(CodePlace.COMMAND, WRONG_INPUT, "the command line, the environment or the configuration must "
                + "be changed (exit code 2)", "A word, a flag or its value is wrong, or the configuration file has a "
                    + "mistake. Nothing was changed.", "Do what the message says. `llm-router help COMMAND` shows the "
                        + "flags; `llm-router config validate` lists the mistakes of the file."),
            CodeEntry.of(CodePlace.COMMAND, FAILED, "the command line was right, but the command could not be carried "
                + "out (exit code 1)", "A file cannot be read or written, no gateway runs, or a gateway refused.",
                "The message names what failed and the fix."),
            CodeEntry.of(CodePlace.COMMAND, UNEXPECTED, "the program did not expect this (exit code 1)",
                "The program has a defect; the message begins with the type of the error.",
                "Please report it, with the command line and the message."));
    }

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
