package llmrouter.cli.run;

import java.io.IOException;
import java.util.List;

import llmrouter.cli.Command;
import llmrouter.cli.Command.Example;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.json.Json;
import llmrouter.service.Instance;
import llmrouter.service.LocalAnswer;
import llmrouter.service.LocalCall;
import llmrouter.text.Printable;

/// `reload`: makes gateways read their configuration now, and prints the result of each.
public final class ReloadCommand {
    private static final Flag WAKE = Flag.bool("wake", "Also end all cooldowns and open circuits, as 'wake' does.");

    /// A command that prints a key may take ten seconds.
    private static final int ANSWER_MS = 15_000;

    private ReloadCommand() {}

    public static Command command() {
        return Command.of("reload", "Make a running gateway read its configuration and keys now", ReloadCommand::run)
            .flags(RunningSelection.PORT, RunningSelection.ALL, WAKE, Flag.JSON)
            .examples(new Example("reload", "Prints what changed; exit code 1 if it was refused, or none runs"));
    }

    private static int run(Invocation invocation) throws IOException {
        List<Instance> chosen = RunningSelection.some(invocation);
        boolean json = invocation.arguments().isOn("json");
        Json.Arr results = Json.array();
        boolean failed = false;
        for (Instance gateway : chosen) {
            Json.Obj result = result(gateway, LocalCall.control(gateway, "POST", "reload", ANSWER_MS));
            failed |= !result.isTrue("reloaded");
            results.add(result);
            if (!json) show(invocation, result);
            if (invocation.arguments().isOn(WAKE.name())) failed |= !wake(invocation, gateway, result);
        }
        if (json) invocation.print(Json.object().put("gateways", results));
        return failed ? ExitCode.FAILED : ExitCode.DONE;
    }

    private static Json.Obj result(Instance gateway, LocalAnswer answer) {
        boolean reloaded = answer.isOk() && answer.body().isTrue("reloaded");
        return Json.object().put("url", gateway.url()).put("pid", gateway.pid()).put("reloaded", reloaded)
            .put("said", answer.isOk() ? answer.body().text("said") : "it " + answer.why())
            .put("warnings", Json.strings(answer.isOk() ? answer.body().texts("warnings") : List.of()));
    }

    /// @param result of the reload, which gets what was ended, or why nothing was
    /// @return whether the gateway could be asked
    private static boolean wake(Invocation invocation, Instance gateway, Json.Obj result) throws IOException {
        Json.Obj woken = WakeCommand.result(gateway, null);
        if (!invocation.arguments().isOn("json")) WakeCommand.show(invocation, woken);
        if (woken.has("ended")) result.put("ended", woken.get("ended"));
        else result.put("problem", woken.text("problem"));
        return woken.has("ended");
    }

    private static void show(Invocation invocation, Json.Obj result) {
        String said = String.join("\n", result.text("said").lines().map(Printable::of).toList());
        String line = result.text("url") + ": " + said;
        if (result.isTrue("reloaded")) invocation.print(line);
        else invocation.say(line);
        for (String warning : result.texts("warnings")) invocation.say("warning: " + Printable.of(warning));
    }
}
