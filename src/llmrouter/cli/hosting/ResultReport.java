package llmrouter.cli.hosting;

import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.deploy.steps.DeployResult;
import llmrouter.json.Json;
import llmrouter.report.ConfigJson;

/// What every command of this group tells about the end of its steps: what is live, why it stopped, how to go on.
final class ResultReport {
    private ResultReport() {}

    static int exitCode(DeployResult result) {
        return result.isDone() ? ExitCode.DONE : ExitCode.FAILED;
    }

    /// The lines of the steps have told each part and each failure already, so a full success is one line. Otherwise
    /// what is live goes to the data, the way on to the rest.
    ///
    /// @param done what is so after a full success, a clause
    static void print(Invocation in, DeployResult result, String done) {
        if (result.isDone()) in.print(done);
        else result.live().forEach(in::print);
        if (!result.resume().isEmpty()) in.say(result.resume());
    }

    /// Adds the members that every command has. The error has the members that errors of all commands have.
    static Json.Obj put(Json.Obj json, DeployResult result, StepLines steps) {
        json.put("outcome", word(result)).put("live", Json.strings(result.live()))
            .put("resume", ConfigJson.textOrNull(result.resume().isEmpty() ? null : result.resume()))
            .put("urls", Json.strings(result.urls())).put("steps", steps.json());
        if (result.isDone()) return json.put("error", Json.Null.NULL);
        String message = result.failure() == null ? String.join(" ", result.live()) : result.failure();
        return json.put("error", Json.object().put("message", message).put("code", "failed")
            .put("exit", ExitCode.FAILED));
    }

    private static String word(DeployResult result) {
        return switch (result.outcome()) {
            case DONE -> "done";
            case UNPROVEN -> "unproven";
            case PARTLY -> "partly";
            case UNCHANGED -> "unchanged";
            case UNKNOWN -> "unknown";
        };
    }
}
