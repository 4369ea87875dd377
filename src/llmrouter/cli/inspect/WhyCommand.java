package llmrouter.cli.inspect;

import java.io.IOException;

import llmrouter.cli.CliError;
import llmrouter.cli.Command;
import llmrouter.cli.Command.Example;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.files.RollingLog;
import llmrouter.host.GatewayInputs;
import llmrouter.json.Json;
import llmrouter.json.JsonError;
import llmrouter.report.RequestReport;

/// `why`: shows what happened to a request, from the request log.
public final class WhyCommand {
    private WhyCommand() {}

    public static Command command() {
        return Command.of("why", "Show what happened to a request: its attempts, their results, its tokens",
            WhyCommand::run)
            .flags(Flag.path("log", "FILE", "The request log.")
                .orElse("$LLM_ROUTER_REQUEST_LOG, else ~/.llm-router.requests.jsonl"), Flag.JSON)
            .operands("[REQUEST-ID]", 1)
            .examples(new Example("why req_9f86d081884c7d65",
                "The id is in the answer's header x-llm-router-request-id"),
                new Example("why", "The latest request"));
    }

    private static int run(Invocation invocation) throws IOException {
        RollingLog log = log(invocation);
        String id = invocation.arguments().operand();
        Json.Obj record = id == null ? newest(log, "") : newest(log, id.startsWith("req_") ? id : "req_" + id);
        if (record == null) throw CliError.failed(missing(log, id));
        if (invocation.arguments().isOn("json")) invocation.print(record);
        else new RequestReport(record).lines().forEach(invocation::print);
        return ExitCode.DONE;
    }

    private static RollingLog log(Invocation invocation) {
        if (invocation.arguments().given("log")) return RollingLog.at(invocation.path("log"));
        RollingLog log = GatewayInputs.of(invocation.hostContext(), null).requestLog();
        if (log != null) return log;
        throw CliError.failed("the request log is off (LLM_ROUTER_REQUEST_LOG=off); a gateway that is started without "
            + "that variable logs its requests");
    }

    /// The newest record with this id, or of any request if the id is empty; null if there is none.
    private static Json.Obj newest(RollingLog log, String id) throws IOException {
        String line = log.newest(candidate -> candidate.contains("\"id\":\"" + id)
            && parse(candidate) instanceof Json.Obj record && (id.isEmpty() || id.equals(record.text("id"))));
        return line == null ? null : parse(line);
    }

    /// Null for a line that is torn or is not the record of a request.
    private static Json.Obj parse(String line) {
        try {
            return Json.parse(line) instanceof Json.Obj record && record.text("id") != null ? record : null;
        } catch (JsonError _) {
            return null;
        }
    }

    private static String missing(RollingLog log, String id) {
        String what = id == null ? "no request is logged in " + log.path()
            : "there is no request " + id + " in " + log.path() + " or the older files beside it";
        return what + ". A gateway logs its requests unless it was started with LLM_ROUTER_REQUEST_LOG=off; "
            + "if it logs to another file, name it with --log=FILE. "
            + "The id is in the answer's header x-llm-router-request-id";
    }
}
