package dev.fes.controller.ops;

import dev.fes.api.ResourceKey;
import dev.fes.controller.deploy.Topics.Unavailable;
import dev.fes.controller.letters.DeadLetters;
import dev.fes.controller.letters.Job;
import dev.fes.controller.letters.Letter;
import dev.fes.controller.letters.LetterBox;
import dev.fes.controller.letters.Order;
import dev.fes.controller.letters.OrderResult;
import dev.fes.controller.letters.Page;
import dev.fes.controller.ops.Refusal.Reason;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The dead letters of an event stream, at {@code
 * /actuator/deadletters/{namespace}/{name}/{stream}}: to be listed, read, replayed and discarded;
 * the shapes are in docs/dead-letters.md.
 */
@RestController
@RequestMapping(
    "${management.endpoints.web.base-path:/actuator}/deadletters/{namespace}/{name}/{stream}")
final class DeadLettersController {

  private final Guard guard;
  private final LetterBoxes boxes;
  private final DeadLetters letters;

  DeadLettersController(Guard guard, LetterBoxes boxes, DeadLetters letters) {
    this.guard = guard;
    this.boxes = boxes;
    this.letters = letters;
  }

  @GetMapping
  Page list(
      @PathVariable("namespace") String namespace,
      @PathVariable("name") String name,
      @PathVariable("stream") String stream,
      HttpServletRequest request) {
    ResourceKey key = new ResourceKey(namespace, name);
    Page.Query query = LetterQuery.read(request);
    return guard.run(
        request.getUserPrincipal(),
        Action.on(key, "list-dead-letters", Right.READ_PAYLOADS, stream),
        () -> asking(() -> letters.list(boxes.find(key, stream), query)));
  }

  @GetMapping("/{offset}")
  Letter read(
      @PathVariable("namespace") String namespace,
      @PathVariable("name") String name,
      @PathVariable("stream") String stream,
      @PathVariable("offset") String offset,
      HttpServletRequest request) {
    ResourceKey key = new ResourceKey(namespace, name);
    long number = LetterQuery.number("offset", offset, 0, Long.MAX_VALUE);
    return guard.run(
        request.getUserPrincipal(),
        Action.on(key, "read-dead-letter", Right.READ_PAYLOADS, stream, "offset=" + number),
        () ->
            asking(() -> letters.read(boxes.find(key, stream), number))
                .orElseThrow(() -> new Refusal(Reason.NOT_FOUND, "there is no letter " + number)));
  }

  @PostMapping
  ResponseEntity<Job.View> order(
      @PathVariable("namespace") String namespace,
      @PathVariable("name") String name,
      @PathVariable("stream") String stream,
      HttpServletRequest request) {
    ResourceKey key = new ResourceKey(namespace, name);
    @Nullable Principal principal = request.getUserPrincipal();
    LetterOrder wish = LetterOrder.read(JsonBody.read(request, LetterOrder.MOST_BYTES));
    return guard.runAs(
        principal,
        Action.on(
            key, wish.action().title() + "-dead-letters", Right.ACT, stream, wish.described()),
        caller -> {
          LetterBox box = boxes.find(key, stream);
          Order order = new Order(wish.action(), key, stream, wish.letters(), caller.name());
          return answer(asking(() -> letters.start(box, order)));
        });
  }

  private static ResponseEntity<Job.View> answer(OrderResult result) {
    return switch (result) {
      case OrderResult.Begun begun -> ResponseEntity.status(HttpStatus.ACCEPTED).body(begun.job());
      case OrderResult.Busy busy ->
          throw new Refusal(
              Reason.NOT_NOW,
              "a %s of this stream's letters is under way, %d of %d are done: wait for its end"
                  .formatted(busy.job().action().title(), busy.job().done(), busy.job().total()));
      case OrderResult.Missing missing ->
          throw new Refusal(
              Reason.NOT_FOUND,
              "letters: there is no letter " + missing.letter() + ": list those that there are");
      case OrderResult.Settled settled ->
          throw new Refusal(
              Reason.NOT_NOW,
              "letters: letter %d is %s already: leave it out"
                  .formatted(settled.letter(), settled.state().title()));
    };
  }

  static <T> T asking(Supplier<T> question) {
    try {
      return question.get();
    } catch (Unavailable e) {
      throw new Refusal(Reason.KAFKA_UNAVAILABLE, String.valueOf(e.getMessage()));
    }
  }
}
