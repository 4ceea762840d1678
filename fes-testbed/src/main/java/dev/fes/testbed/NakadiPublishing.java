package dev.fes.testbed;

import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * One post of a batch: all of it is checked, then all of it is published, and each item gets its
 * response.
 */
record NakadiPublishing(NakadiTopic topic, String flowId, boolean keep) {

  private static final int UNPROCESSABLE = 422;
  private static final int MULTI_STATUS = 207;

  HttpAnswer publish(byte[] body, NakadiFault.@Nullable ItemsFailed fault) {
    List<NakadiItem> items;
    try {
      items = NakadiItem.split(body);
    } catch (JacksonException e) {
      return HttpAnswer.problem(400, "Bad Request", e.getOriginalMessage());
    }
    if (items.stream().anyMatch(topic.rules()::isNameless)) {
      return HttpAnswer.problem(
          400, "Bad Request", "JSONObject[\"metadata\"] or its \"eid\" not found.");
    }
    for (int place = 0; place < items.size(); place++) {
      String violation = topic.violation(items.get(place));
      if (violation != null) {
        return invalid(items, place, violation);
      }
    }
    return fault == null ? all(items) : some(items, fault);
  }

  private HttpAnswer all(List<NakadiItem> items) {
    topic.append(items, flowId, keep);
    return HttpAnswer.empty(200);
  }

  private HttpAnswer some(List<NakadiItem> items, NakadiFault.ItemsFailed fault) {
    Set<Integer> failed = fault.places();
    topic.append(fault.storedAllTheSame() ? items : without(items, failed), flowId, keep);
    return responses(
        MULTI_STATUS,
        items,
        place ->
            failed.contains(place)
                ? response("failed", "publishing", "timed out", items.get(place), true)
                : response("submitted", "publishing", "", items.get(place), true));
  }

  private HttpAnswer invalid(List<NakadiItem> items, int bad, String violation) {
    return responses(
        UNPROCESSABLE,
        items,
        place ->
            place == bad
                ? response("failed", "validating", violation, items.get(place), false)
                : response(
                    "aborted", place < bad ? "validating" : "none", "", items.get(place), false));
  }

  private static List<NakadiItem> without(List<NakadiItem> items, Set<Integer> places) {
    return IntStream.range(0, items.size())
        .filter(place -> !places.contains(place))
        .mapToObj(items::get)
        .toList();
  }

  private static HttpAnswer responses(
      int status, List<NakadiItem> items, IntFunction<String> response) {
    return HttpAnswer.json(
        status,
        IntStream.range(0, items.size())
            .mapToObj(response)
            .collect(Collectors.joining(",", "[", "]")));
  }

  private static String response(
      String outcome, String step, String detail, NakadiItem item, boolean hasPartition) {
    return "{\"publishing_status\":\"%s\",\"step\":\"%s\",\"detail\":%s,\"eid\":%s,\"partition\":%s}"
        .formatted(
            outcome,
            step,
            Json.quote(detail),
            Json.quote(item.eid()),
            hasPartition ? "\"0\"" : "null");
  }
}
