package dev.fes.controller.ops;

import dev.fes.api.FabricEventStream;
import dev.fes.api.ResourceReader;
import dev.fes.controller.plan.Outcome;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * {@code POST /actuator/validate}: what would come of a manifest here and now, its text the body.
 * It applies nothing and shows nothing that {@code /actuator/streams} does not, so it takes no
 * right.
 */
@RestController
@RequestMapping("${management.endpoints.web.base-path:/actuator}/validate")
final class ValidateController {

  private final Function<Collection<FabricEventStream>, List<Outcome>> planner;

  ValidateController(Function<Collection<FabricEventStream>, List<Outcome>> planner) {
    this.planner = planner;
  }

  @PostMapping
  Validation validate(HttpServletRequest request) {
    return Validation.of(JsonBody.text(request, ResourceReader.MAX_LENGTH), planner);
  }
}
