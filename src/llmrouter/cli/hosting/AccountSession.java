package llmrouter.cli.hosting;

import java.io.IOException;
import java.util.Map;

import llmrouter.cli.CliError;
import llmrouter.cli.GivenToken;
import llmrouter.cli.Invocation;
import llmrouter.config.Finding;
import llmrouter.config.Ids;
import llmrouter.config.Secret;
import llmrouter.config.Settings;
import llmrouter.config.read.SettingsTable;
import llmrouter.deploy.api.ApiAccess;
import llmrouter.deploy.api.ApiPermission;
import llmrouter.deploy.api.CloudflareAccount;
import llmrouter.deploy.api.CloudflareApi;
import llmrouter.deploy.api.CloudflareError;
import llmrouter.deploy.steps.AccountChoice;
import llmrouter.deploy.steps.AccountChoice.OneAccount;
import llmrouter.deploy.steps.AccountChoice.SeveralAccounts;
import llmrouter.host.GatewayInputs;
import llmrouter.text.Ws;

/// The API with a token, and the account that a command works on.
record AccountSession(CloudflareApi api, CloudflareAccount account) implements AutoCloseable {
    /// Verifies the token and finds the account.
    ///
    /// @param ofProject the account that a project of wrangler names, or null
    /// @throws CliError there is no token, it is not valid, or the account is not clear; with the fix
    static AccountSession open(Invocation in, String ofProject, HostingParts parts) throws IOException {
        Map<String, String> environment = in.shell().environment();
        ApiAccess access = ApiAccess.of(environment::get, token(in));
        if (access.problem() != null) throw CliError.usage(access.problem());
        Settings settings = GatewayInputs.of(in.hostContext(), null).settings();
        CloudflareApi api = null;
        try {
            api = CloudflareApi.of(access, settings, in.shell().home(), parts.calls());
            var session = new AccountSession(api, account(api, accountId(in, ofProject)));
            in.say("account: " + session.account.name()
                + (session.account.name().equals(session.account.id()) ? "" : " (" + session.account.id() + ")"));
            return session;
        } catch (CloudflareError error) {
            if (api != null) api.close();
            throw refusal(error);
        } catch (CliError error) {
            if (api != null) api.close();
            throw error;
        }
    }

    private static String token(Invocation in) throws IOException {
        Secret given = in.secret(HostingCommands.TOKEN.name());
        Map<String, String> environment = in.shell().environment();
        if (given != null) return GivenToken.of(in, given);
        String variable = SettingsTable.CLOUDFLARE_API_TOKEN.in(environment::get);
        if (!Ws.blank(variable)) return variable;
        throw CliError.usage("there is no API token of Cloudflare: set " + SettingsTable.CLOUDFLARE_API_TOKEN.name()
            + ", or give it by --api-token-stdin or --api-token-file; a token with "
            + ApiPermission.SCRIPTS_EDIT.words() + " is made at " + ApiPermission.PAGE
            + ", for example from the template 'Edit Cloudflare Workers'");
    }

    /// The account that was named, or null.
    ///
    /// @throws CliError it cannot be the id of one
    static String accountId(Invocation in, String ofProject) {
        String given = in.arguments().text(HostingCommands.ACCOUNT.name());
        String variable = SettingsTable.CLOUDFLARE_ACCOUNT_ID.in(in.shell().environment()::get);
        String id = given != null ? given : Ws.blank(variable) ? ofProject : Ws.trim(variable);
        if (id == null) return null;
        for (char c : id.toCharArray()) {
            if (Ids.isAlphanumeric(c) || c == '-' || c == '_') continue;
            throw CliError.usage("the account id " + Finding.quoted(id) + " has a character that none has; it is "
                + "usually 32 digits and letters; correct --account-id, " + SettingsTable.CLOUDFLARE_ACCOUNT_ID.name()
                + " or account_id of the project");
        }
        return id;
    }

    private static CloudflareAccount account(CloudflareApi api, String id) throws CloudflareError {
        return switch (AccountChoice.of(api, id)) {
            case OneAccount one -> one.account();
            case SeveralAccounts(var accounts) -> {
                var lines = new StringBuilder();
                for (CloudflareAccount each : accounts) {
                    lines.append("\n  --account-id=").append(each.id()).append("  ").append(each.name());
                }
                throw CliError.usage("the token can be used with several accounts; name one:" + lines);
            }
        };
    }

    /// A failed call as the end of a command. What the user can correct is wrong input; the rest has failed.
    static CliError refusal(CloudflareError error) {
        return error.isTrouble() ? CliError.failed(error.getMessage()) : CliError.usage(error.getMessage());
    }

    @Override
    public void close() {
        api.close();
    }
}
