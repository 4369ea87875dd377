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
import llmrouter.service.StopResult;
import llmrouter.startup.RunningUnit;

/// `stop`: ends gateways, and lets their requests finish.
public final class StopCommand {
    private StopCommand() {}

    public static Command command() {
        return Command.of("stop", "End a running gateway; its open requests may finish", StopCommand::run)
            .flags(RunningSelection.PORT, RunningSelection.ALL, Flag.JSON)
            .examples(new Example("stop", "Ends your gateway; exit code 0 also if none runs"),
                new Example("stop --all", "Ends all of them"));
    }

    private static int run(Invocation invocation) throws IOException, InterruptedException {
        List<Instance> chosen = RunningSelection.toStop(invocation);
        boolean json = invocation.arguments().isOn("json");
        Json.Arr results = Json.array();
        boolean failed = false;
        for (Instance gateway : chosen) {
            long seconds = gateway.terms().drainSeconds();
            if (!json) invocation.say("stopping " + gateway.url() + ", which may take up to " + seconds + " s");
            RunningUnit unit = OwnService.of(invocation, gateway);
            Json.Obj result = unit == null ? direct(invocation, gateway) : byManager(invocation, gateway, unit);
            failed |= !result.isTrue("stopped");
            results.add(result);
        }
        String idle = chosen.isEmpty() ? OwnService.stopIdle(invocation) : null;
        if (json) invocation.print(Json.object().put("gateways", results).put("service", idle));
        else if (chosen.isEmpty()) invocation.print(idle == null ? RunningSelection.none(invocation)
            : "stopped the service " + idle + ", whose gateway did not listen");
        return failed ? ExitCode.FAILED : ExitCode.DONE;
    }

    private static Json.Obj direct(Invocation invocation, Instance gateway) throws IOException, InterruptedException {
        StopResult result = StopResult.of(gateway);
        if (!invocation.arguments().isOn("json")) {
            invocation.print(line(gateway, result));
            if (gateway.terms().managed()) invocation.say("note: a service manager started it, and may start it again");
        }
        return json(gateway, result);
    }

    /// A gateway that ended by itself would be started again.
    private static Json.Obj byManager(Invocation invocation, Instance gateway, RunningUnit unit) {
        String problem = OwnService.stop(invocation, unit);
        boolean json = invocation.arguments().isOn("json");
        if (problem != null) invocation.say("could not stop " + gateway.url() + ": " + problem);
        else if (!json) invocation.print("stopped " + gateway.url() + " (process " + gateway.pid() + "), the service "
            + unit.name() + "; it starts again at the next login, or by: " + unit.startLine());
        return Json.object().put("url", gateway.url()).put("pid", gateway.pid()).put("stopped", problem == null)
            .put("by", problem == null ? "service manager" : "nothing").put("service", unit.name());
    }

    private static Json.Obj json(Instance gateway, StopResult result) {
        return Json.object().put("url", gateway.url()).put("pid", gateway.pid())
            .put("stopped", result.stopped()).put("by", result.word());
    }

    private static String line(Instance gateway, StopResult result) {
        String name = gateway.url() + " (process " + gateway.pid() + ")";
        return switch (result) {
            case DRAINED -> "stopped " + name;
            case TERMINATED, KILLED ->
                "stopped " + name + " by " + result.word() + ", because it did not end when it was asked to";
            case STILL_RUNNING -> "could not stop " + name + "; check that your user may send signals to that process";
        };
    }
}
