package llmrouter.cli.system;

import java.io.IOException;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.Arguments;
import llmrouter.cli.Confirmation;
import llmrouter.cli.ExitCode;
import llmrouter.cli.Invocation;
import llmrouter.cli.system.SmokeRequest.Result;
import llmrouter.config.Format;
import llmrouter.config.Provider;
import llmrouter.json.Json;
import llmrouter.text.Plural;
import llmrouter.text.Printable;

/// `smoke`: one small request for each model and client format, through a gateway of its own. The user's files and
/// running gateways are not touched.
final class SmokeCommand {
    private static final String TEXT = "Reply with exactly these two letters: OK";
    private static final long TIMEOUT_MS = 90_000;
    private static final long MAX_TOKENS = 64;

    private static final String NOTE = "note: the requests of smoke come on top of the caps: a running gateway does "
        + "not count them. What it has used of its caps is taken into account, and what would exceed them is skipped";

    private SmokeCommand() {}

    static int run(Invocation in) throws IOException, InterruptedException {
        Arguments arguments = in.arguments();
        try (SmokeGateway gateway = SmokeGateway.start(in);
                HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1)
                    .proxy(HttpClient.Builder.NO_PROXY).build()) {
            SmokePlan plan = SmokePlan.of(gateway.config(), arguments.text("providers"), arguments.text("models"),
                arguments.text("formats"));
            SmokeCaps caps = SmokeCaps.of(in, gateway.config());
            if (caps.any(plan.models())) in.say(NOTE);
            Confirmation.ask(in, "Send " + Plural.of(plan.requests(), "short request") + " to "
                + Plural.of(plan.models().size(), "model") + ", which their providers may bill?", true);
            var request = new SmokeRequest(client, gateway, arguments.text("request-text", TEXT),
                arguments.integer("max-tokens", MAX_TOKENS), arguments.integer("timeout-ms", TIMEOUT_MS));
            return report(in, results(in, gateway, plan, caps, request));
        }
    }

    /// One after the other, so that no provider gets several requests at the same time.
    private static List<Result> results(Invocation in, SmokeGateway gateway, SmokePlan plan, SmokeCaps caps,
            SmokeRequest request) throws InterruptedException {
        var results = new ArrayList<Result>();
        int width = plan.models().stream().mapToInt(String::length).max().orElse(0);
        for (String model : plan.models()) {
            for (Format format : plan.formats()) {
                String missing = missing(gateway, model);
                String full = missing == null ? caps.take(model) : null;
                Result result = full != null ? Result.skipped(model, format, full)
                    : missing != null ? new Result(model, format, false, 0, missing, null)
                    : request.ask(model, format);
                results.add(result);
                if (!in.arguments().isOn("json")) in.print(line(result, width));
            }
        }
        return results;
    }

    /// Why a provider is not asked at all; null if it is.
    private static String missing(SmokeGateway gateway, String model) {
        Provider provider = gateway.config().provider(model.substring(0, model.indexOf('/')));
        return provider == null ? null : provider.leftOut();
    }

    private static String line(Result result, int width) {
        String name = result.model() + " ".repeat(width - result.model().length() + 2);
        String format = result.format().word();
        String ms = result.ms() + " ms";
        String gap = " ".repeat(Math.max(1, 11 - format.length()) + Math.max(0, 9 - ms.length()));
        return (result.passed() ? "PASS  " : result.isSkipped() ? "SKIP  " : "FAIL  ") + name + format + gap + ms + "  "
            + Printable.of(result.reason());
    }

    private static int report(Invocation in, List<Result> results) {
        int passed = (int) results.stream().filter(Result::passed).count();
        int skipped = (int) results.stream().filter(Result::isSkipped).count();
        int failed = results.size() - passed - skipped;
        if (in.arguments().isOn("json")) {
            Json.Arr list = Json.array();
            results.forEach(result -> list.add(result.json()));
            in.print(Json.object().put("passed", passed).put("failed", failed).put("skipped", skipped)
                .put("results", list));
        } else {
            in.print(passed + " passed, " + failed + " failed" + (skipped == 0 ? "" : ", " + skipped + " skipped"));
        }
        return failed + skipped == 0 ? ExitCode.DONE : ExitCode.FAILED;
    }
}
