package llmrouter.cli.run;

import java.io.IOException;
import java.util.List;

import llmrouter.cli.Command;
import llmrouter.cli.Command.Example;
import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.json.Json;
import llmrouter.service.Instance;
import llmrouter.service.LocalAnswer;
import llmrouter.service.LocalCall;
import llmrouter.text.Printable;

/// `reload`: makes a gateway read its configuration now, and tells what came of it.
public final class ReloadCommand {
    private ReloadCommand() {}

    public static Command command() {
        return Command.of("reload", "Make a running gateway read its configuration and keys now", ReloadCommand::run)
            .flags(RunningSelection.PORT, RunningSelection.ALL, Flag.JSON)
            .examples(new Example("reload", "Prints what changed; exit code 1 if it was refused, or none runs"));
    }

    private static int run(Invocation invocation) throws IOException {
        List<Instance> chosen = RunningSelection.chosen(invocation);
        boolean json = invocation.arguments().isOn("json");
        var told = Json.array();
        boolean failed = chosen.isEmpty();
        for (Instance gateway : chosen) {
            LocalAnswer answer = LocalCall.control(gateway, "POST", "reload");
            String said = answer.isOk() ? answer.body().text("said") : "it does not answer";
            boolean reloaded = answer.isOk() && answer.body().isTrue("reloaded");
            failed |= !reloaded;
            told.add(Json.object().put("url", gateway.url()).put("pid", gateway.pid()).put("reloaded", reloaded).put("said", said));
            String line = gateway.url() + ": " + String.join("\n", said.lines().map(Printable::of).toList());
            if (!json && reloaded) invocation.print(line);
            else if (!json) invocation.say(line);
        }
        if (json) invocation.print(Json.object().put("gateways", told));
        else if (chosen.isEmpty()) invocation.say(RunningSelection.none(invocation));
        return failed ? 1 : 0;
    }
}
