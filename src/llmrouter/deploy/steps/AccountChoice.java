package llmrouter.deploy.steps;

import java.util.List;

import llmrouter.deploy.api.CloudflareAccount;
import llmrouter.deploy.api.CloudflareApi;
import llmrouter.deploy.api.CloudflareError;
import llmrouter.deploy.api.CloudflareError.ApiFailure;

/// Which account a command works on. Asking for it verifies the token too.
public sealed interface AccountChoice {
    /// What a user does where the accounts cannot be listed.
    String GIVE_ID = "give the account's id with --account-id; the dashboard shows it on the page of Workers";

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
        return accountId == null ? found(api) : given(api, accountId);
    }

    private static AccountChoice given(CloudflareApi api, String id) throws CloudflareError {
        api.verifyToken(id);
        List<CloudflareAccount> listed;
        try {
            listed = api.accounts();
        } catch (CloudflareError e) {
            if (e.isTrouble()) throw e;
            listed = List.of(); // the token may not list them
        }
        for (CloudflareAccount account : listed) {
            if (account.id().equals(id)) return new OneAccount(account, true);
        }
        if (listed.isEmpty()) return new OneAccount(new CloudflareAccount(id, id), true);
        String names = String.join(", ", listed.stream().map(CloudflareAccount::words).toList());
        throw CloudflareError.refused("use the account " + id, "the token is not for it", "the token is for " + names);
    }

    private static AccountChoice found(CloudflareApi api) throws CloudflareError {
        CloudflareError unverified = null;
        try {
            api.verifyToken(null);
        } catch (CloudflareError e) {
            if (e.isTrouble()) throw e;
            unverified = e;
        }
        List<CloudflareAccount> accounts = listed(api, unverified);
        // a token of an account is verified there
        if (unverified != null && accounts.isEmpty()) throw unverified;
        if (unverified != null) api.verifyToken(accounts.getFirst().id());
        if (accounts.isEmpty()) throw CloudflareError.refused("find the account", "the token sees none", GIVE_ID);
        return accounts.size() == 1 ? new OneAccount(accounts.getFirst(), false) : new SeveralAccounts(accounts);
    }

    private static List<CloudflareAccount> listed(CloudflareApi api, CloudflareError unverified)
            throws CloudflareError {
        try {
            return api.accounts();
        } catch (CloudflareError e) {
            if (e.isTrouble()) throw e;
            if (unverified != null) throw unverified;
            ApiFailure failure = e.failure();
            throw new CloudflareError(new ApiFailure(failure.doing(), failure.status(), failure.code(), failure.said(),
                failure.permission(), GIVE_ID + "; or " + failure.fix(), false));
        }
    }
}
