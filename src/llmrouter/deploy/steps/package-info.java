/// What is done to a Cloudflare account, step by step: the look before a deployment, the deployment itself, the change
/// of the master key, the way back to an earlier version, and the removal.
///
/// *Invariant:* nothing is changed before everything that can be checked has been checked.
package llmrouter.deploy.steps;
