package llmrouter.cli.menu.hosting;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

import llmrouter.cli.Invocation;
import llmrouter.cli.hosting.GivenToken;
import llmrouter.cli.menu.MenuSession;
import llmrouter.cli.menu.WizardAnswers;
import llmrouter.cli.menu.WizardStep;
import llmrouter.config.Secret;
import llmrouter.config.Settings;
import llmrouter.config.read.SettingsTable;
import llmrouter.deploy.api.ApiPermission;
import llmrouter.deploy.api.CloudflareAccount;
import llmrouter.text.Ws;
import llmrouter.tui.Question.Hidden;
import llmrouter.tui.Question.Line;
import llmrouter.tui.Question.One;
import llmrouter.tui.Question.Option;

/// The questions that every wizard of this package begins with: the token, and the account.
final class AccountSteps implements AutoCloseable {
    private static final String TOKEN = "token";
    private static final String ACCOUNT = "account";
    private static final String ACCOUNT_ID = "account-id";
    private static final int LONGEST_ID = 64;
    private static final List<String> TOKEN_INTRO = List.of("Cloudflare wants an API token. Make one at",
        "  " + ApiPermission.PAGE, "from the template 'Edit Cloudflare Workers', for the account and the zones that "
            + "are to be used.");
    private static final String TOKEN_HELP = "The token needs " + ApiPermission.SCRIPTS_EDIT.words() + "; for a custom "
        + "domain or a route also " + ApiPermission.ZONE_READ.words() + " and " + ApiPermission.ROUTES_EDIT.words()
        + ". It is kept nowhere. The variable CLOUDFLARE_API_TOKEN spares this question.";
    private static final String ACCOUNT_HELP = "The gateway is put on this account. --account-id and the variable "
        + "CLOUDFLARE_ACCOUNT_ID spare this question.";

    private final GivenWords given;
    private final String named;
    private final AccountLook look;
    private final String trouble;
    private final boolean typed;

    private AccountSteps(GivenWords given, String named, AccountLook look, String trouble, boolean typed) {
        this.given = given;
        this.named = named;
        this.look = look;
        this.trouble = trouble;
        this.typed = typed;
    }

    /// Tries the token that a flag or the environment gives.
    ///
    /// @param ofProject the account that a project of wrangler names, or null
    static AccountSteps of(MenuSession session, Invocation in, Settings settings, String ofProject)
            throws IOException {
        var given = new GivenWords(in);
        UnaryOperator<String> env = session.environment()::get;
        String named = given.text("account-id");
        if (named == null) named = SettingsTable.CLOUDFLARE_ACCOUNT_ID.in(env::apply);
        if (named == null) named = ofProject;
        var look = new AccountLook(session, settings, named);
        Secret flagged = in.secret("api-token");
        String token = flagged == null ? SettingsTable.CLOUDFLARE_API_TOKEN.in(env::apply)
            : GivenToken.of(in, flagged);
        String trouble = token == null ? null : look.tried(token);
        return new AccountSteps(given, named, look, trouble, flagged != null || token == null || trouble != null);
    }

    AccountLook look() {
        return look;
    }

    List<WizardStep> steps() {
        boolean known = look.token() != null;
        return List.of(
            WizardStep.hidden(TOKEN, _ -> new Hidden("The API token, which is not shown", TOKEN_HELP, this::problem))
                .when(_ -> !known).intro(_ -> trouble == null ? TOKEN_INTRO : List.of(trouble)).decides(),
            WizardStep.one(ACCOUNT, _ -> new One<>("Which account?", ACCOUNT_HELP, accounts(), -1))
                .when(_ -> named == null && look.accounts().size() > 1).decides(),
            WizardStep.line(ACCOUNT_ID, _ -> new Line("The id of the account", ACCOUNT_HELP, "",
                AccountSteps::idProblem)).when(_ -> named == null && look.accounts().isEmpty())
                .intro(_ -> List.of("The token may not list accounts. The id stands in the address of the dashboard: "
                    + "https://dash.cloudflare.com/ID")).decides());
    }

    private String problem(String typed) {
        String token = Ws.trim(typed);
        return token.isEmpty() ? "Type or paste the token, or leave." : look.tried(token);
    }

    private List<Option<String>> accounts() {
        var options = new ArrayList<Option<String>>();
        for (CloudflareAccount each : look.accounts()) {
            options.add(new Option<>(each.id(), each.name(), each.id().equals(each.name()) ? "" : each.id()));
        }
        return options;
    }

    private static String idProblem(String typed) {
        String id = Ws.trim(typed);
        boolean fine = !id.isEmpty() && id.length() <= LONGEST_ID;
        for (char c : id.toCharArray()) fine &= c < 128 && Character.isLetterOrDigit(c);
        return fine ? null : "An account's id has letters and digits only, usually 32 of them.";
    }

    /// The account, once the questions before are answered.
    String account(WizardAnswers answers) {
        if (named != null) return named;
        if (answers.has(ACCOUNT)) return answers.text(ACCOUNT);
        if (answers.has(ACCOUNT_ID)) return answers.text(ACCOUNT_ID);
        return look.accounts().getFirst().id();
    }

    /// The words that name the account to the command; none if it was named before.
    List<String> words(WizardAnswers answers) {
        return named == null ? List.of("--account-id=" + account(answers)) : List.of();
    }

    /// The token, for the command's environment; nothing if it is there already.
    Map<String, String> variables() {
        return typed && look.token() != null ? Map.of(SettingsTable.CLOUDFLARE_API_TOKEN.name(), look.token())
            : Map.of();
    }

    @Override
    public void close() {
        look.close();
    }
}
