package dev.sparkzarr.store.s3;

import dev.sparkzarr.store.Secrets;
import dev.sparkzarr.store.StoreErrors;
import dev.sparkzarr.store.StoreException;
import dev.sparkzarr.store.http.HttpReply;
import dev.sparkzarr.store.http.WebErrors;
import java.util.Optional;
import java.util.Set;

/** What S3 answers, as our exceptions, by its error codes and then by the status. */
final class S3Errors {
  private static final Set<String> DENIED =
      Set.of(
          "AccessDenied",
          "AccountProblem",
          "AllAccessDisabled",
          "AuthorizationHeaderMalformed",
          "ExpiredToken",
          "InvalidAccessKeyId",
          "InvalidSecurity",
          "InvalidToken",
          "NotSignedUp",
          "RequestTimeTooSkewed",
          "SignatureDoesNotMatch",
          "TokenRefreshRequired");

  /** Also what arrived changed, and conflicts with nobody's value. */
  private static final Set<String> UNAVAILABLE =
      Set.of(
          "BadDigest",
          "ConditionalRequestConflict",
          "IncompleteBody",
          "InternalError",
          "OperationAborted",
          "RequestTimeout",
          "ServiceUnavailable",
          "SlowDown",
          "XAmzContentSHA256Mismatch");

  private final Secrets secrets;

  S3Errors(Secrets secrets) {
    this.secrets = secrets;
  }

  /**
   * @return the error code of the body; empty when it has none, as after HEAD
   */
  static String code(HttpReply reply) {
    return error(reply).flatMap(error -> error.text("Code")).orElse("");
  }

  private static Optional<S3Xml> error(HttpReply reply) {
    return S3Xml.parse(reply.body()).filter(xml -> xml.root().equals("Error"));
  }

  /**
   * @param doing such as {@code read}
   */
  StoreException of(String doing, String place, HttpReply reply) {
    Optional<S3Xml> error = error(reply);
    String code = error.flatMap(e -> e.text("Code")).orElse("");
    String message = error.flatMap(e -> e.text("Message")).orElse("");
    return of(doing, place, reply, code, message);
  }

  StoreException of(String doing, String place, HttpReply reply, String code, String message) {
    int status = reply.status();
    String said = secrets.hideIn(code.isEmpty() ? message : code + ": " + message);
    StoreException cause = WebErrors.cause(status, said);
    if (DENIED.contains(code) || status == 403 && !code.equals("InvalidObjectState")) {
      return StoreErrors.denied(doing, place, denial(cause, status, code));
    }
    if (UNAVAILABLE.contains(code)) {
      return WebErrors.unavailable(doing, place, reply, cause);
    }
    return switch (code) {
      case "NoSuchBucket" ->
          new StoreException(
              "Cannot "
                  + doing
                  + " "
                  + place
                  + ": its bucket does not exist. Check the address"
                  + " and fs.s3a.endpoint.",
              cause);
      case "InvalidObjectState" ->
          new StoreException(
              "Cannot "
                  + doing
                  + " "
                  + place
                  + ": it is archived ("
                  + said
                  + "). Restore it first.",
              cause);
      default ->
          status == 301 || status == 307
              ? elsewhere(doing, place, cause)
              : WebErrors.ofStatus(doing, place, reply, said);
    };
  }

  private static StoreException denial(StoreException cause, int status, String code) {
    boolean mayBeMissing = status == 403 && (code.isEmpty() || code.equals("AccessDenied"));
    if (!mayBeMissing) {
      return cause;
    }
    return new StoreException(
        cause.getMessage()
            + ", which S3 also says of an object that does not exist to who may not list the bucket"
            + " (s3:ListBucket), and to readers of a bucket that they have to pay for without"
            + " fs.s3a.requester.pays.enabled=true");
  }

  private static StoreException elsewhere(String doing, String place, StoreException cause) {
    return new StoreException(
        "Cannot "
            + doing
            + " "
            + place
            + ": its bucket is in another region or at another endpoint, and S3 does not say in"
            + " which one. Set fs.s3a.endpoint.region, or fs.s3a.endpoint.",
        cause);
  }
}
