package vectors;

import java.util.List;

import llmrouter.admission.Endpoint;
import llmrouter.admission.ModelListPage;
import llmrouter.config.BaseUrls;
import llmrouter.config.Decimal;
import llmrouter.config.EndpointGrammar;
import llmrouter.config.Endpoints;
import llmrouter.config.Format;
import llmrouter.config.Ids;
import llmrouter.config.IpBlock;
import llmrouter.config.KnownNames;
import llmrouter.config.PastedList;
import llmrouter.config.StateBackend;
import llmrouter.config.TargetGrammar;
import llmrouter.config.WindowGrammar;
import llmrouter.config.YesNo;
import llmrouter.config.edit.MasterKeyStrength;
import llmrouter.config.edit.input.BucketInput;
import llmrouter.config.edit.input.ClientKeyInput;
import llmrouter.config.edit.input.ModelsInput;
import llmrouter.config.keys.KeyNames;
import llmrouter.config.keys.KeyWrapping;
import llmrouter.config.network.ProxyAddress;
import llmrouter.http.AcceptField;
import llmrouter.http.BasicCredentials;
import llmrouter.http.FieldText;
import llmrouter.http.HeaderMap;
import llmrouter.http.HeaderMap.Header;
import llmrouter.http.HostName;
import llmrouter.http.Percent;
import llmrouter.http.RequestTarget;
import llmrouter.http.RetryAfter;
import llmrouter.http.WaitForm;
import llmrouter.http.WaitLength;
import llmrouter.json.Json;
import llmrouter.protocol.request.DataUrl;
import llmrouter.protocol.request.Decimals;
import llmrouter.protocol.request.ModelTraits;
import llmrouter.providers.LocalHost;
import llmrouter.providers.ProviderAddress;
import llmrouter.text.CivilDate;
import llmrouter.text.IsoMoment;
import llmrouter.text.Timestamps;
import llmrouter.text.VersionNumber;

/// What people and servers write in forms of their own.
final class GrammarAnswers {
    /// The names of the grammars.
    static final List<String> NAMES = List.of("window", "endpoints", "targets", "ids", "models", "caps", "expiry",
        "block", "decimal", "moment", "wait", "http-date", "request-target", "percent", "accept", "host", "basic",
        "fields", "url", "address", "pasted", "proxy", "key", "words", "path", "backend", "day", "number", "data-url",
        "model-page", "traits");

    /// Of the grammars of targets and names.
    private static final String CONFIG = """
        {"version":2,"providers":[
        {"id":"p","baseUrl":"https://p.example","apiKey":"sk-aaaaaaaaaaaaaaaa","formats":["openai"],
        "models":[{"id":"m"},{"id":"m:free"},{"id":"@cf/meta"},{"id":"llama3"}]},
        {"id":"q","baseUrl":"https://q.example","apiKey":"sk-bbbbbbbbbbbbbbbb","formats":["claude"],
        "models":[{"id":"n"},{"id":"llama3:8"}]},
        {"id":"r","baseUrl":"https://r.example","apiKey":"sk-cccccccccccccccc","formats":["openai"],
        "models":[{"id":"o","aliases":["other"]}]}],
        "modelAliases":{"foo":{"strategy":"ordered","targets":["p/m"]}}}""";
    private static final KnownNames KNOWN = new KnownNames(ConfigAnswers.valid(CONFIG));

    private GrammarAnswers() {}

    static String of(String name, String s) {
        return String.valueOf(switch (name) {
            case "window" -> WindowGrammar.parse(s) + " " + WindowGrammar.unit(s);
            case "endpoints" -> EndpointGrammar.list(s) + " " + EndpointGrammar.skipped(s);
            case "targets" -> TargetGrammar.list(s, KNOWN) + " " + TargetGrammar.leftOut(s, KNOWN) + " "
                + TargetGrammar.wrongWeight(s, KNOWN) + " " + TargetGrammar.target(s, KNOWN) + names(s);
            case "ids" -> Ids.isProviderId(s) + " " + Ids.isAliasId(s) + " " + Ids.isModelId(s) + " "
                + Ids.providerId(s) + " " + Ids.aliasId(s) + " " + Ids.bucketId(s, List.of("each-hour")) + " "
                + Ids.isPlainKey(s);
            case "models" -> ModelsInput.ids("models", s);
            case "caps" -> new BucketInput.CapList(s, null).caps();
            case "expiry" -> new ClientKeyInput(null, null, s, 1_750_000_000L).expiry();
            case "block" -> IpBlock.parse(s) + " " + of(IpBlock.parse("10.0.0.0/9"), s)
                + of(IpBlock.parse("2001:db8::/33"), s) + of(IpBlock.parse("::ffff:192.0.2.0/120"), s);
            case "decimal" -> Decimal.millionths(s);
            case "moment" -> IsoMoment.epochMs(s) + " " + IsoMoment.at(s, 0, 90);
            case "wait" -> WaitForm.seconds(s) + " " + WaitForm.milliseconds(s) + " " + WaitLength.of(s);
            case "http-date" -> RetryAfter.told(header("retry-after", s)) + " "
                + RetryAfter.ms(header("retry-after", s), 784_111_000L);
            case "request-target" -> target(RequestTarget.parse(s));
            case "percent" -> Percent.decodeValid(s) + " " + RequestTarget.decoded(s);
            case "accept" -> AcceptField.prefersHtml(header("accept", s));
            case "host" -> HostName.problem(s) + " " + HostName.withoutBrackets(s) + LocalHost.isIn("http://" + s);
            case "basic" -> BasicCredentials.password(s);
            case "fields" -> FieldText.trimmed(s) + " " + FieldText.elements(s, ',') + HeaderMap.lower(s);
            case "url" -> BaseUrls.problem(s) + " " + BaseUrls.syntaxProblem(s) + " " + Format.namedIn(s) + " "
                + Endpoints.in(s) + " " + Endpoints.formatOf(s) + " " + Endpoints.withoutEndSlashes(s);
            case "address" -> BaseUrls.problem(s) == null ? address(s) : BaseUrls.problem(s);
            case "pasted" -> PastedList.words(s) + " " + PastedList.names(s, "a b"::equals) + " "
                + PastedList.quoted(s) + " " + PastedList.bare(s) + PastedList.joined(List.of(s, s));
            case "proxy" -> ProxyAddress.parse(s, "HTTPS_PROXY") + " " + ProxyAddress.problem(s) + " "
                + ProxyAddress.withoutLogin(s);
            case "key" -> KeyWrapping.find(s, true) + " " + KeyWrapping.find(s, false) + " "
                + KeyWrapping.inHeader("authorization", s) + KeyNames.isVariable(s) + KeyNames.isKey(s)
                + MasterKeyStrength.weaknesses(s);
            case "words" -> YesNo.bool(s) + " " + Format.of(s) + " " + VersionNumber.of(s);
            case "path" -> Endpoint.of("POST", s) + " " + Endpoint.of("GET", s) + " " + Endpoint.modelId(s);
            case "backend" -> StateBackend.parse(s, "/state");
            case "day" -> day(Long.parseLong(s));
            case "number" -> Json.parse(s) instanceof Json.Num n ? number(n) : "no number";
            case "data-url" -> DataUrl.is(s) ? DataUrl.parse(s, "path").text("path") : "no data URL";
            case "model-page" -> ModelListPage.of(s);
            case "traits" -> ModelTraits.of(s);
            default -> throw new IllegalStateException("no grammar " + name);
        });
    }

    private static String names(String s) {
        return " " + KNOWN.canonical(s) + " " + KNOWN.configured(s) + " " + KNOWN.isEvery(s) + " " + KNOWN.alias(s)
            + " " + KNOWN.nearest(s);
    }

    private static boolean of(IpBlock block, String address) {
        return block.contains(address);
    }

    private static HeaderMap header(String name, String value) {
        return HeaderMap.of(List.of(new Header(name, value)));
    }

    private static String target(RequestTarget target) {
        return target + " " + target.parameter("limit") + " " + target.parameter("a b") + " "
            + RequestTarget.decoded(target.path());
    }

    private static String address(String s) {
        var left = new StringBuilder();
        for (Format format : Format.values()) left.append(ProviderAddress.of(s, format)).append(' ');
        var known = ProviderAddress.known(s);
        return left.append(known == null ? null : known.id()).append(ProviderAddress.formatOf(s)).toString();
    }

    private static String day(long n) {
        CivilDate date = CivilDate.ofEpochDay(n);
        return date + " " + date.epochDay() + " " + Timestamps.utc(n * 86_399);
    }

    private static String number(Json.Num n) {
        return n.asLong(-7) + " " + Decimals.millionths(n) + " " + Decimals.clamp(n, 0, 2) + " " + Decimals.equal(n, 1);
    }
}
