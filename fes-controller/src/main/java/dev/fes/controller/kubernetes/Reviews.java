package dev.fes.controller.kubernetes;

import dev.fes.api.ResourceKey;
import dev.fes.controller.ops.Access;
import dev.fes.controller.ops.Bearer;
import dev.fes.controller.ops.Caller;
import dev.fes.controller.ops.Refusal;
import dev.fes.controller.ops.Refusal.Reason;
import dev.fes.controller.ops.Right;
import io.fabric8.kubernetes.api.model.authentication.TokenReview;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewBuilder;
import io.fabric8.kubernetes.api.model.authentication.TokenReviewStatus;
import io.fabric8.kubernetes.api.model.authentication.UserInfo;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributes;
import io.fabric8.kubernetes.api.model.authorization.v1.ResourceAttributesBuilder;
import io.fabric8.kubernetes.api.model.authorization.v1.SubjectAccessReviewBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.HttpURLConnection;
import java.security.Principal;
import java.time.Clock;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The API server says whose token it is and what they may do with the resource. */
final class Reviews implements Access {

  private static final String GROUP = "zalando.org";
  private static final String PLURAL = "fabriceventstreams";

  private final KubernetesClient client;
  private final List<String> audiences;
  private final Verdicts verdicts;

  /**
   * @param audiences what a token has to be made for; the API server's own where empty
   */
  Reviews(KubernetesClient client, List<String> audiences, Clock clock) {
    this.client = client;
    this.audiences = List.copyOf(audiences);
    this.verdicts = new Verdicts(clock);
  }

  @Override
  public Caller admit(@Nullable Principal principal, ResourceKey resource, Right right) {
    return admit(principal, resource.namespace(), resource.name(), right);
  }

  @Override
  public Caller admit(@Nullable Principal principal, String namespace, Right right) {
    return admit(principal, namespace, null, right);
  }

  private Caller admit(
      @Nullable Principal principal, String namespace, @Nullable String name, Right right) {
    if (!(principal instanceof Bearer(String token))) {
      throw new Refusal(
          Reason.UNKNOWN_CALLER,
          "this needs the header Authorization: Bearer TOKEN, with a token of the cluster, such as"
              + " kubectl create token makes");
    }
    ResourceAttributes asked = attributes(namespace, name, right);
    Verdict verdict = verdicts.of(token, asked, () -> review(token, asked));
    return verdict.admitted();
  }

  private static ResourceAttributes attributes(
      String namespace, @Nullable String name, Right right) {
    ResourceAttributesBuilder asked =
        new ResourceAttributesBuilder()
            .withGroup(GROUP)
            .withResource(PLURAL)
            .withNamespace(namespace)
            .withName(name);
    return switch (right) {
      case ACT -> asked.withVerb("update").build();
      case READ_PAYLOADS -> asked.withVerb("get").withSubresource("payloads").build();
    };
  }

  private Verdict review(String token, ResourceAttributes asked) {
    try {
      TokenReviewStatus status = whose(token).getStatus();
      UserInfo user = status == null ? null : status.getUser();
      if (user == null || !Boolean.TRUE.equals(status.getAuthenticated())) {
        return Verdict.unknown();
      }
      return mayUser(user, asked)
          ? Verdict.admitted(user.getUsername())
          : Verdict.forbidden(user.getUsername(), asked);
    } catch (KubernetesClientException e) {
      throw unasked(e);
    }
  }

  private TokenReview whose(String token) {
    return client
        .tokenReviews()
        .create(
            new TokenReviewBuilder()
                .withNewSpec()
                .withToken(token)
                .withAudiences(audiences)
                .endSpec()
                .build());
  }

  private boolean mayUser(UserInfo user, ResourceAttributes asked) {
    return client
        .authorization()
        .v1()
        .subjectAccessReview()
        .create(
            new SubjectAccessReviewBuilder()
                .withNewSpec()
                .withUser(user.getUsername())
                .withUid(user.getUid())
                .withGroups(user.getGroups())
                .withExtra(user.getExtra())
                .withResourceAttributes(asked)
                .endSpec()
                .build())
        .getStatus()
        .getAllowed();
  }

  private static Refusal unasked(KubernetesClientException e) {
    return new Refusal(
        Reason.FORBIDDEN,
        e.getCode() == HttpURLConnection.HTTP_FORBIDDEN
            ? "the controller may not ask who you are and what you may do: give it the ClusterRole"
                + " fes-controller-reviews"
            : "the API server could not be asked what you may do: try again");
  }
}
