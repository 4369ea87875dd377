/// How a gateway and the commands of the same user prove to each other who they are, with a secret that never travels.
///
/// *Invariant:* the secret of the instances file is in no message; a message proves something only to the process, the
/// port and the challenge that it was made for.
package llmrouter.proof;
