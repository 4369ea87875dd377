package llmrouter.cli.menu.hosting;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

import llmrouter.cli.menu.WizardAnswers;
import llmrouter.cli.menu.WizardStep;
import llmrouter.deploy.TargetInput;
import llmrouter.deploy.WorkerNames;
import llmrouter.deploy.api.CloudflareZone;
import llmrouter.deploy.api.DnsRecord;
import llmrouter.text.Ws;
import llmrouter.tui.Question.Line;
import llmrouter.tui.Question.One;
import llmrouter.tui.Question.Option;

/// The questions about the address of the hosted gateway.
///
/// @param account of the answers so far
/// @param wanted  whether they are asked at all
/// @param worker  the name of the Worker
record AddressSteps(AccountLook look, Function<WizardAnswers, String> account, boolean wanted, String worker) {
    private static final String TARGET = "target";
    private static final String KEPT = "kept";
    private static final String WORKERS_DEV = "workers-dev";
    private static final String BELOW = "below";
    private static final String DOMAIN = "domain";
    private static final String ROUTE = "route";
    private static final String ZONE = "zone";
    private static final String TYPED_ZONE = "typed-zone";
    private static final String HOST = "host";
    private static final String PATTERN = "pattern";
    private static final String REPLACE = "replace";
    private static final String OTHER_HOST = "other-host";
    private static final String YES = "yes";
    private static final String NO = "no";
    private static final String REPLACE_HELP = "What answers at this host now is no longer reached once the record is "
        + "replaced. A host with such a record cannot be the custom domain without that.";
    private static final String HELP = """
        An address below workers.dev is there at once and needs no domain.
        A custom domain makes the DNS record and the certificate of a host for the gateway alone.
        A route takes the addresses of a pattern from a host whose DNS record is proxied by Cloudflare already.""";
    private static final String BELOW_HELP = "All Workers of the account are at WORKER.NAME.workers.dev. The name "
        + "must be free, and can be changed in the dashboard.";
    private static final String ZONE_HELP = "A zone is a domain whose DNS Cloudflare serves.";

    List<WizardStep> steps() {
        Predicate<WizardAnswers> byZone = a -> a.is(TARGET, DOMAIN) || a.is(TARGET, ROUTE);
        return List.of(
            WizardStep.one(TARGET, a -> new One<>("Where is the gateway to answer?", HELP, targets(a), -1))
                .when(_ -> wanted).decides(),
            WizardStep.line(BELOW, _ -> new Line("The account's name below workers.dev", BELOW_HELP, "",
                AddressSteps::nameProblem)).when(a -> a.is(TARGET, WORKERS_DEV) && isNameless(a))
                .intro(_ -> List.of("The account has no name below workers.dev yet. One is registered for it.")),
            WizardStep.one(ZONE, a -> new One<>("Which zone?", ZONE_HELP, options(zones(a)), -1))
                .when(byZone.and(a -> zones(a).size() > 1)).decides(),
            WizardStep.line(TYPED_ZONE, _ -> new Line("The zone", ZONE_HELP, "", AddressSteps::hostProblem))
                .when(byZone.and(a -> zones(a).isEmpty()))
                .intro(_ -> List.of("The token may not list zones, or the account has none.")).decides(),
            WizardStep.line(HOST, a -> new Line("The host of the gateway", HELP, usualHost(a),
                typed -> ownable(a, typed))).when(a -> a.is(TARGET, DOMAIN)).decides(),
            WizardStep.one(REPLACE, a -> new One<>("Replace the DNS record of " + firstHost(a) + "?", REPLACE_HELP,
                List.of(Option.of(YES, "Yes, replace it"), Option.of(NO, "No, choose another host")), -1))
                .when(a -> a.is(TARGET, DOMAIN) && !records(a, firstHost(a)).isEmpty()).intro(this::recordLines)
                .decides(),
            WizardStep.line(OTHER_HOST, a -> new Line("Another host, one without a DNS record", HELP, "",
                typed -> free(a, typed))).when(a -> a.is(TARGET, DOMAIN) && a.is(REPLACE, NO)),
            WizardStep.line(PATTERN, a -> new Line("The pattern of the route", HELP, usualHost(a) + "/*",
                typed -> within(a, typed, patternProblem(typed)))).when(a -> a.is(TARGET, ROUTE)));
    }

    private List<Option<String>> targets(WizardAnswers answers) {
        AccountLook.Subdomain subdomain = look.subdomain(account.apply(answers));
        String below = subdomain == null ? "" : subdomain.name() == null ? "the account has no name there yet"
            : "https://" + worker + "." + subdomain.name() + ".workers.dev";
        var options = new ArrayList<Option<String>>();
        AccountLook.Addresses now = now(answers);
        if (!now.isEmpty()) {
            options.add(new Option<>(KEPT, "Where it answers now", String.join(", ", now.words())));
        }
        options.addAll(others(below));
        return options;
    }

    private AccountLook.Addresses now(WizardAnswers answers) {
        return look.addresses(account.apply(answers), worker);
    }

    /// @param below the address below workers.dev, or words about it
    private List<Option<String>> others(String below) {
        var options = new ArrayList<Option<String>>();
        if (WorkerNames.isHost(worker)) {
            options.add(new Option<>(WORKERS_DEV, "An address below workers.dev", below));
        }
        options.add(new Option<>(DOMAIN, "A custom domain", "such as " + label() + ".example.com"));
        options.add(new Option<>(ROUTE, "A route", "such as " + label() + ".example.com/*"));
        return options;
    }

    /// The name of the Worker as the first part of a host, which has no underscore.
    private String label() {
        return worker.replace('_', '-');
    }

    private String usualHost(WizardAnswers answers) {
        return label() + "." + zone(answers);
    }

    private boolean isNameless(WizardAnswers answers) {
        AccountLook.Subdomain subdomain = look.subdomain(account.apply(answers));
        return subdomain != null && subdomain.name() == null;
    }

    private static String nameProblem(String typed) {
        String name = Ws.trim(typed);
        return WorkerNames.problem(name) == null && name.indexOf('_') < 0 ? null
            : "A name has lower-case letters, digits and hyphens, with no hyphen at its start or end.";
    }

    private List<CloudflareZone> zones(WizardAnswers answers) {
        return look.zones(account.apply(answers));
    }

    private static List<Option<String>> options(List<CloudflareZone> zones) {
        var options = new ArrayList<Option<String>>();
        for (CloudflareZone zone : zones) options.add(Option.of(zone.name(), zone.name()));
        return options;
    }

    private static String firstHost(WizardAnswers answers) {
        return TargetInput.host(answers.text(HOST));
    }

    private static String host(WizardAnswers answers) {
        return answers.is(REPLACE, NO) ? TargetInput.host(answers.text(OTHER_HOST)) : firstHost(answers);
    }

    /// The DNS records that a custom domain would replace. Those of a domain that the Worker has already are its own.
    private List<DnsRecord> records(WizardAnswers answers, String host) {
        if (worker.equals(look.ownerOf(account.apply(answers), host))) return List.of();
        return look.records(account.apply(answers), zone(answers), host);
    }

    /// Why a typed host cannot be the custom domain, a sentence; null if it can.
    private String ownable(WizardAnswers answers, String typed) {
        String problem = within(answers, typed, hostProblem(typed));
        if (problem != null) return problem;
        String host = TargetInput.host(typed);
        String owner = look.ownerOf(account.apply(answers), host);
        return owner == null || owner.equals(worker) ? null : host + " is the custom domain of the Worker " + owner
            + "; choose another host, or remove it there first.";
    }

    /// The same for a host whose record is not to be replaced.
    private String free(WizardAnswers answers, String typed) {
        String problem = ownable(answers, typed);
        if (problem != null) return problem;
        List<DnsRecord> records = records(answers, TargetInput.host(typed));
        return records.isEmpty() ? null : "It has a DNS record too: " + records.getFirst().words()
            + ". Choose a host without one, or go back to replace the record.";
    }

    private List<String> recordLines(WizardAnswers answers) {
        var lines = new ArrayList<>(List.of("The host has a DNS record already:"));
        for (DnsRecord record : records(answers, firstHost(answers))) lines.add("  " + record.words());
        return lines;
    }

    private String zone(WizardAnswers answers) {
        if (answers.has(ZONE)) return answers.text(ZONE);
        if (answers.has(TYPED_ZONE)) return TargetInput.host(answers.text(TYPED_ZONE));
        return zones(answers).getFirst().name();
    }

    private static String hostProblem(String typed) {
        String problem = TargetInput.hostProblem(typed);
        return problem == null ? null : problem + ".";
    }

    private static String patternProblem(String typed) {
        String problem = TargetInput.patternProblem(typed);
        return problem == null ? null : problem + ".";
    }

    /// @param problem of the text by itself, or null
    private String within(WizardAnswers answers, String typed, String problem) {
        if (problem != null) return problem;
        String host = TargetInput.host(typed.startsWith("*") ? typed.substring(1) : typed);
        String zone = zone(answers);
        boolean inside = host.equals(zone) || host.endsWith("." + zone) || host.startsWith(".");
        return inside ? null : "The host " + host + " does not belong to the zone " + zone + "; it must end with ."
            + zone + ".";
    }

    private static List<String> kept(AccountLook.Addresses now) {
        var words = new ArrayList<String>();
        if (now.workersDev()) words.add("--workers-dev");
        for (String host : now.hosts()) words.add("--domain=" + host);
        return words;
    }

    /// The words that say the address; none if it was said before.
    List<String> words(WizardAnswers answers) {
        return switch (answers.text(TARGET, "")) {
            case WORKERS_DEV -> answers.has(BELOW)
                ? List.of("--workers-dev", "--workers-dev-name=" + Ws.trim(answers.text(BELOW)))
                : List.of("--workers-dev");
            case KEPT -> kept(now(answers));
            case DOMAIN -> {
                var words = new ArrayList<>(List.of("--domain=" + host(answers), "--zone-name=" + zone(answers)));
                if (answers.is(REPLACE, YES)) words.add("--replace-dns");
                yield words;
            }
            case ROUTE -> List.of("--route-pattern=" + TargetInput.pattern(answers.text(PATTERN)),
                "--zone-name=" + zone(answers));
            default -> List.of();
        };
    }
}
