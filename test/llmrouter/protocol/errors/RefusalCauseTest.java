package llmrouter.protocol.errors;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

/// Refusals in the words of the vendors, and what they are about.
class RefusalCauseTest {
    private static RefusalCause cause(int status, String body) {
        return RefusalCause.of(status, ErrorReader.read(status, body), body);
    }

    private static RefusalCause inAStream(String event) {
        var error = ErrorReader.of(0, (llmrouter.json.Json.Obj) llmrouter.json.Json.parse(event));
        return RefusalCause.of(error.status(), error, "");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
        401 | KEY | {"error":{"message":"Incorrect API key provided: sk-abcd****. You can find your API key at https://platform.openai.com/account/api-keys.","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}
        401 | KEY | {"error":{"message":"You didn't provide an API key.","type":"invalid_request_error","param":null,"code":null}}
        401 | KEY | {"error":{"message":"You must be a member of an organization to use the API","type":"invalid_request_error","param":null,"code":null}}
        403 | REQUEST | {"error":{"code":"unsupported_country_region_territory","message":"Country, region, or territory not supported","param":null,"type":"request_forbidden"}}
        403 | ACCOUNT | {"error":{"message":"Project `proj_1` has been archived or disabled","type":"invalid_request_error","param":null,"code":null}}
        403 | ACCESS | {"error":{"message":"Project `proj_1` does not have access to model `gpt-5`","type":"invalid_request_error","param":null,"code":"model_not_found"}}
        402 | ACCOUNT | {"error":{"message":"Billing hard limit has been reached.","type":"invalid_request_error","param":null,"code":"billing_hard_limit_reached"}}
        401 | KEY | {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"},"request_id":"req_1"}
        402 | ACCOUNT | {"type":"error","error":{"type":"billing_error","message":"Your credit balance is too low to access the Anthropic API."}}
        400 | ACCOUNT | {"type":"error","error":{"type":"invalid_request_error","message":"Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits."}}
        403 | KEY | {"type":"error","error":{"type":"permission_error","message":"Your API key does not have permission to use the specified resource."}}
        403 | ACCESS | {"type":"error","error":{"type":"forbidden","message":"Request not allowed"}}
        401 | KEY | {"error":{"message":"User not found.","code":401}}
        401 | KEY | {"error":{"message":"No auth credentials found","code":401}}
        402 | ACCOUNT | {"error":{"message":"This request requires more credits, or fewer max_tokens. You requested up to 32000 tokens, but can only afford 1234.","code":402}}
        403 | ACCOUNT | {"error":{"message":"Key limit exceeded (total limit). Manage it using https://openrouter.ai/settings/keys","code":403}}
        403 | REQUEST | {"error":{"message":"openai/gpt-4o requires moderation on OpenAI. Your input was flagged for \\"violence\\". No credits were charged.","code":403,"metadata":{"reasons":["violence"],"flagged_input":"invalid api key, payment required"}}}
        401 | KEY | {"error":{"code":"401","message":"Access denied due to invalid subscription key or wrong API endpoint. Make sure to provide a valid key for an active subscription."}}
        403 | ACCESS | {"error":{"code":"403","message":"Access denied due to Virtual Network/Firewall rules."}}
        403 | KEY | {"error":{"code":"AuthenticationTypeDisabled","message":"Key based authentication is disabled for this resource."}}
        403 | ACCOUNT | {"statusCode":403,"message":"Out of call volume quota. Quota will be replenished in 10 days."}
        403 | ACCESS | {"error":{"code":"PermissionDenied","message":"The principal lacks the required data action"}}
        400 | KEY | [{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}]
        400 | KEY | [{"error":{"code":400,"message":"API key expired. Please renew the API key.","status":"INVALID_ARGUMENT"}}]
        401 | KEY | [{"error":{"code":401,"message":"Request had invalid authentication credentials.","status":"UNAUTHENTICATED"}}]
        403 | KEY | [{"error":{"code":403,"message":"Your API key was reported as leaked. Please use another API key.","status":"PERMISSION_DENIED"}}]
        403 | REQUEST | [{"error":{"code":403,"message":"User location is not supported for the API use.","status":"PERMISSION_DENIED"}}]
        400 | KEY | {"code":"Client specified an invalid argument","error":"Incorrect API key provided: xa****. You can obtain an API key from https://console.x.ai."}
        402 | ACCOUNT | {"error":{"message":"Insufficient Balance","type":"unknown_error","param":null,"code":"invalid_request_error"}}
        403 | EDGE | <!DOCTYPE html><html><head><title>Attention Required! | Cloudflare</title></head><body>Sorry, you have been blocked</body></html>
        403 | EDGE | <html><head><title>Just a moment...</title></head></html>
        403 | EDGE | error code: 1020
        401 | KEY | <html><head><title>401 Authorization Required</title></head></html>
        403 | ACCESS | {"error":{"message":"Forbidden"}}
        403 | ACCESS | {}
        401 | KEY | {}
        402 | ACCOUNT | {}
        403 | REQUEST | {"error":{"message":"The request was blocked by our content policy","type":"invalid_request_error"}}
        403 | REQUEST | {"error":{"message":"blocked","type":"content_filter","code":null}}
        403 | ACCOUNT | {"error":{"message":"Your account was disabled because it violated our usage policies"}}
        """)
    void eachVendorsRefusalIsAboutWhatItSays(int status, RefusalCause cause, String body) {
        assertEquals(cause, cause(status, body), body);
    }

    @Test
    void anEmptyBodyMeansWhatItsStatusSays() {
        assertEquals(RefusalCause.KEY, cause(401, ""));
        assertEquals(RefusalCause.ACCOUNT, cause(402, ""));
        assertEquals(RefusalCause.ACCESS, cause(403, ""));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
        KEY | {"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"}}
        ACCOUNT | {"type":"error","error":{"type":"billing_error","message":"Your credit balance is too low"}}
        KEY | {"type":"error","error":{"type":"permission_error","message":"Your API key may not use this model"}}
        KEY | {"error":{"message":"no","type":"invalid_request_error","code":"invalid_api_key"}}
        ACCOUNT | {"error":{"code":402,"message":"Insufficient credits"}}
        ACCESS | {"error":{"code":403,"message":"Forbidden"}}
        REQUEST | {"error":{"code":403,"message":"Your input was flagged"}}
        """)
    void anErrorInAStreamMeansTheSame(RefusalCause cause, String event) {
        assertEquals(cause, inAStream(event), event);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
        400 | {"error":{"message":"messages[0]: 'invalid api key' is no role","type":"invalid_request_error"}}
        400 | {"error":{"message":"Prompt is too long. It says: your credit balance is too low","type":"invalid_request_error"}}
        429 | {"error":{"message":"You exceeded your current quota","type":"insufficient_quota","code":"insufficient_quota"}}
        429 | {"error":{"message":"slow down"}}
        404 | {"error":{"message":"Incorrect API key provided"}}
        500 | {"error":{"message":"invalid api key"}}
        529 | {}
        """)
    void anythingElseIsNoSuchRefusal(int status, String body) {
        assertNull(cause(status, body), body);
    }

    @Test
    void aUsedUpQuotaInAStreamKeepsTheStatusThatItsVendorGivesIt() {
        String event = "{\"error\":{\"message\":\"You exceeded your current quota\",\"type\":\"insufficient_quota\","
            + "\"code\":\"insufficient_quota\"}}";
        assertNull(inAStream(event));
    }
}
