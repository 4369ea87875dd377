package llmrouter.deploy.steps;

import java.util.List;

import llmrouter.deploy.api.CloudflareAccount;
import llmrouter.deploy.api.CloudflareApi;
import llmrouter.deploy.api.CloudflareError;

/// Which account a command works on. Asking for it verifies the token too.
public sealed interface AccountChoice {
    /// The account is known: it was given, or the token sees only one.
    ///
    /// @param given whether the user named it
    record OneAccount(CloudflareAccount account, boolean given) implements AccountChoice {}

    /// The token sees several; the user must choose.
    record SeveralAccounts(List<CloudflareAccount> accounts) implements AccountChoice {}

    /// Verifies the token and finds the account. With a given id the list of accounts is not needed, so a token that
    /// may not read it works.
    ///
    /// @param accountId given by the user, or null
    /// @throws CloudflareError the token is not valid, or sees no account; with the fix
    static AccountChoice of(CloudflareApi api, String accountId) throws CloudflareError {
        throw new IllegalStateException("planned");
    }
}
