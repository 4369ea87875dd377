package llmrouter.cli.run;

import java.io.IOException;
import java.util.List;

import llmrouter.cli.Command;
import llmrouter.cli.Command.Example;
import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.json.Json;
import llmrouter.service.Instance;
import llmrouter.service.StopResult;

/// `stop`: ends gateways, and lets their requests finish.
public final class StopCommand {
    private StopCommand() {}

    public static Command command() {
        return Command.of("stop", "End a running gateway; its open requests may finish", StopCommand::run)
            .flags(RunningSelection.PORT, RunningSelection.ALL, Flag.JSON)
            .examples(new Example("stop", "Ends your gateway; exit code 0 also if none runs"), new Example("stop --all", "Ends all of them"));
    }

    private static int run(Invocation invocation) throws IOException, InterruptedException {
        List<Instance> chosen = RunningSelection.chosen(invocation);
        boolean json = invocation.arguments().isOn("json");
        var told = Json.array();
        boolean failed = false;
        for (Instance gateway : chosen) {
            if (!json) invocation.say("stopping " + gateway.url() + ", which may take up to " + gateway.terms().drainSeconds() + " s");
            StopResult ending = StopResult.of(gateway);
            failed |= ending == StopResult.NONE;
            told.add(Json.object().put("url", gateway.url()).put("pid", gateway.pid()).put("stopped", ending != StopResult.NONE).put("by", ending.word()));
            if (!json) invocation.print(line(gateway, ending));
            if (gateway.terms().managed()) invocation.say("note: a service manager started it, and may start it again");
        }
        if (json) invocation.print(Json.object().put("gateways", told));
        else if (chosen.isEmpty()) invocation.print(RunningSelection.none(invocation));
        return failed ? 1 : 0;
    }

    private static String line(Instance gateway, StopResult ending) {
        String who = gateway.url() + " (process " + gateway.pid() + ")";
        return switch (ending) {
            case DRAINED -> "stopped " + who;
            case TERMINATED, KILLED -> "stopped " + who + " by " + ending.word() + ": it did not end when it was asked";
            case NONE -> "could not stop " + who + "; may you signal that process?";
        };
    }
}
