package llmrouter.cli.inspect;

import java.io.IOException;
import java.util.List;
import java.util.Map;

import llmrouter.cli.Arguments;
import llmrouter.cli.CliError;
import llmrouter.cli.Command;
import llmrouter.cli.Command.Example;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Flag;
import llmrouter.cli.Invocation;
import llmrouter.files.RollingLog;
import llmrouter.json.Json;
import llmrouter.records.RequestRecord;
import llmrouter.report.LocalTime;
import llmrouter.report.RequestReport;
import llmrouter.routing.RequestEnd;

/// `why`: shows what happened to a request, or lists the latest requests, from the request log.
public final class WhyCommand {
    /// How many requests a list has if the user does not say.
    private static final int LISTED = 20;
    /// How many are shown at a terminal that is asked for nothing in particular.
    private static final int SHOWN = 10;

    private WhyCommand() {}

    public static Command command() {
        return Command.of("why", "Show what happened to a request: its attempts, its error, its tokens",
            WhyCommand::run)
            .flags(Flag.integer("last", "N", 1, 100_000, "List the latest requests, one line each.")
                .orElse("20 with --failed or --model"),
                Flag.bool("failed", "List only requests that failed."),
                Flag.text("model", "NAME", "List only requests that asked for this model or alias, or got it."),
                Flag.path("log", "FILE", "The request log.")
                .orElse("$LLM_ROUTER_REQUEST_LOG, else ~/.llm-router.requests.jsonl, and those of running gateways"),
                Flag.JSON)
            .operands("[REQUEST-ID]", 1)
            .examples(new Example("why req_9f86d081884c7d65",
                "The id is in the answer's header x-llm-router-request-id; its beginning is enough"),
                new Example("why --last=20 --failed", "What went wrong lately?"),
                new Example("why", "The latest request; at a terminal, the latest ten"));
    }

    private static int run(Invocation invocation) throws IOException {
        Arguments arguments = invocation.arguments();
        KnownLogs known = arguments.given("log")
            ? new KnownLogs(RollingLog.at(invocation.path("log")), Map.of()) : KnownLogs.of(invocation);
        RequestSearch search = known.search();
        if (search.logs().isEmpty()) throw CliError.failed(off(known));
        boolean filtered = arguments.isOn("failed") || arguments.given("model");
        boolean list = arguments.given("last") || filtered;
        String id = arguments.operand();
        if (id != null && list) throw CliError.usage("give a request's id, or --last, --failed and --model");
        if (id != null) return one(invocation, byId(search, known, id), known);
        boolean terminal = invocation.shell().terminal() && !arguments.isOn("json");
        int most = list ? (int) arguments.integer("last", LISTED) : terminal ? SHOWN : 1;
        List<Json.Obj> found = search.latest(most, record -> isWanted(arguments, record));
        if (found.isEmpty() && !filtered && !(list && arguments.isOn("json"))) {
            throw CliError.failed(missing("no request is logged in " + search.names(), known));
        }
        if (!list && !terminal) return one(invocation, found.getFirst(), known);
        return list(invocation, found, search, known);
    }

    private static boolean isWanted(Arguments arguments, Json.Obj record) {
        RequestEnd end = RequestEnd.parse(record.text("end"));
        if (arguments.isOn("failed") && end != null && !end.failed()) return false;
        String model = arguments.text("model");
        if (model == null || model.equals(record.text("model")) || model.equals(record.text("candidate"))) return true;
        return record.object("route") instanceof Json.Obj route && model.equals(route.text("ref"));
    }

    private static int one(Invocation invocation, Json.Obj record, KnownLogs known) {
        if (invocation.arguments().isOn("json")) invocation.print(record);
        else new RequestReport(record).lines(known.ofSeveral()).forEach(invocation::print);
        return ExitCode.DONE;
    }

    private static int list(Invocation invocation, List<Json.Obj> found, RequestSearch search, KnownLogs known) {
        if (invocation.arguments().isOn("json")) {
            Json.Arr requests = Json.array();
            found.forEach(requests::add);
            invocation.print(Json.object().put("requests", requests));
            return ExitCode.DONE;
        }
        boolean naming = known.ofSeveral();
        for (Json.Obj record : found) {
            var report = new RequestReport(record);
            invocation.print(naming ? report.lineWithPort() : report.line());
        }
        invocation.say(found.isEmpty() ? "there is no such request in " + search.names()
            : "'llm-router why ID' tells more about one of them");
        return ExitCode.DONE;
    }

    private static Json.Obj byId(RequestSearch search, KnownLogs known, String id) throws IOException {
        List<Json.Obj> found = search.byId(id, LISTED);
        if (found.size() == 1) return found.getFirst();
        if (!found.isEmpty()) {
            throw CliError.usage("several requests have an id that begins with '" + id + "':\n  "
                + String.join("\n  ", found.stream().map(record -> new RequestReport(record).line()).toList()));
        }
        String what = "there is no request '" + id + "' in " + search.names() + " or the older files beside it";
        throw CliError.failed(missing(what + unlogged(search), known)
            + " The id is in the answer's header x-llm-router-request-id");
    }

    /// Of many refused requests only some are logged.
    private static String unlogged(RequestSearch search) throws IOException {
        Json.Obj line = search.unlogged();
        if (line == null) return "";
        long more = line.number(RequestRecord.UNLOGGED, 0);
        return ". It may be one of the " + more + " refused requests that were only counted in the minute before "
            + LocalTime.of(line.text("time"));
    }

    private static String off(KnownLogs known) {
        return missing("the request log is off (LLM_ROUTER_REQUEST_LOG=off)", known);
    }

    /// @param what is missing, as a clause
    private static String missing(String what, KnownLogs known) {
        String running = String.join(". ", known.lines());
        String hint = running.isEmpty() ? "No gateway that runs has another log; name a log with --log=FILE" : running;
        return what + ". A gateway logs its requests unless it is started with LLM_ROUTER_REQUEST_LOG=off. " + hint
            + ".";
    }
}
