package llmrouter.cli.menu.hosting;

import java.util.ArrayList;
import java.util.List;

import llmrouter.cli.menu.MenuSession;
import llmrouter.cli.menu.OperationWords;
import llmrouter.cli.menu.Wizard;
import llmrouter.cli.menu.WizardAnswers;
import llmrouter.cli.menu.WizardStep;
import llmrouter.config.Alias;
import llmrouter.config.Config;
import llmrouter.config.Provider;
import llmrouter.text.Plural;
import llmrouter.tui.Question.Confirm;

/// The wizard of `deploy`: account, address, master key, state.
final class DeployWizard {
    private static final String DURABLE = "durable";
    private static final String DURABLE_HELP = """
        Cloudflare runs many instances of a Worker. Without durable state each request is routed by itself: caps,
        cooldowns and the turns of strategies have no effect. With it one Durable Object counts for all instances.
        Free plans have Durable Objects too; each request then asks the object, which takes a few milliseconds.""";

    private DeployWizard() {}

    static Wizard of(MenuSession session, GivenWords given, HostedSubject subject, AccountSteps account) {
        var targets = new AddressSteps(account.look(), account::account, !saysTarget(given) && !subject.hasTargets(),
            subject.worker());
        var key = new HostedKeySteps(session, given, subject.key(), null, subject.inFile(),
            a -> account.look().hasKey(account.account(a), subject.worker()));
        var steps = new ArrayList<>(account.steps());
        steps.addAll(targets.steps());
        steps.addAll(key.steps());
        boolean open = !given.has("durable-state") && !(subject.project() != null && subject.project().durableState());
        steps.add(WizardStep.confirm(DURABLE, _ -> new Confirm("Keep caps and cooldowns in a Durable Object?",
            DURABLE_HELP, hasCaps(subject.config()))).when(_ -> open).intro(_ -> state(subject.config())));
        String source = subject.inFile() ? session.configFile().toString() : "LLM_ROUTER_CONFIG_JSON";
        session.say(List.of("Puts the gateway of " + source + " on Cloudflare Workers, as "
            + subject.worker() + ".", "The configuration has " + subject.size()
                + "; a free plan has room for 64 secrets and variables."));
        return Wizard.outside("deploy", steps, a -> words(given, account, targets, key, a));
    }

    private static boolean saysTarget(GivenWords given) {
        return given.isOn("workers-dev") || given.has("domain") || given.has("route-pattern");
    }

    private static OperationWords words(GivenWords given, AccountSteps account, AddressSteps targets,
            HostedKeySteps key, WizardAnswers a) {
        var words = new ArrayList<>(given.words());
        words.addAll(account.words(a));
        words.addAll(targets.words(a));
        words.addAll(key.words(a));
        if (a.isYes(DURABLE)) words.add("--durable-state");
        words.add("--yes");
        return new OperationWords(words, key.secret(a), account.variables());
    }

    private static boolean hasCaps(Config config) {
        boolean ofClients = config.masterKeys().stream().anyMatch(each -> !each.rateLimits().isEmpty());
        return ofClients || config.providers().stream().anyMatch(p -> p.enabled() && !p.rateLimits().isEmpty());
    }

    /// What of the configuration needs state.
    private static List<String> state(Config config) {
        var parts = new ArrayList<String>();
        int caps = config.masterKeys().stream().mapToInt(each -> each.rateLimits().size()).sum();
        for (Provider p : config.providers()) caps += p.enabled() ? p.rateLimits().size() : 0;
        if (caps > 0) parts.add(Plural.of(caps, "cap"));
        long turns = config.aliases().values().stream().filter(a -> a.strategy() != Alias.Strategy.ORDERED).count();
        if (turns > 0) parts.add(turns == 1 ? "1 alias whose targets take turns"
            : turns + " aliases whose targets take turns");
        String what = parts.isEmpty() ? "no cap and no alias whose targets take turns" : String.join(" and ", parts);
        return List.of("The configuration has " + what + ".");
    }
}
