package dev.fes.compact;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * The process as a whole: whether it is live and ready, the metrics of all its stages, and in the
 * place of a stage that cannot be started, why.
 */
final class FrontDoor extends HttpServlet {

  private static final long serialVersionUID = 1;
  private static final String JSON = "application/json";
  private static final String METRICS = "text/plain;version=0.0.4;charset=utf-8";
  private static final String STAGE = "/actuator/stage";

  private final transient List<HostedStage> stages;

  FrontDoor(List<HostedStage> stages) {
    this.stages = List.copyOf(stages);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String path = request.getServletPath();
    switch (path) {
      case "/actuator/health/liveness" -> health("liveness", response);
      case "/actuator/health", "/actuator/health/readiness" -> health("readiness", response);
      case "/actuator/prometheus" ->
          write(
              response,
              HttpServletResponse.SC_OK,
              METRICS,
              Exposition.merged(stages.stream().map(HostedStage::scrape).toList()));
      default -> absent(path, response);
    }
  }

  private void health(String group, HttpServletResponse response) throws IOException {
    Map<String, String> statuses = new LinkedHashMap<>();
    stages.forEach(stage -> statuses.put(stage.spec().name(), stage.health(group)));
    boolean up = statuses.values().stream().allMatch("UP"::equals);
    write(
        response,
        up ? HttpServletResponse.SC_OK : HttpServletResponse.SC_SERVICE_UNAVAILABLE,
        JSON,
        JsonMapper.shared()
            .writeValueAsString(
                Map.of("status", up ? "UP" : "OUT_OF_SERVICE", "stages", statuses)));
  }

  private void absent(String path, HttpServletResponse response) throws IOException {
    for (HostedStage stage : stages) {
      if (path.equals("/" + stage.spec().name() + STAGE) && stage.problem() instanceof String why) {
        write(
            response,
            HttpServletResponse.SC_OK,
            JSON,
            JsonMapper.shared().writeValueAsString(stage.spec().failed(why)));
        return;
      }
    }
    response.sendError(HttpServletResponse.SC_NOT_FOUND);
  }

  private static void write(HttpServletResponse response, int status, String type, String body)
      throws IOException {
    response.setStatus(status);
    response.setContentType(type);
    response.getOutputStream().write(body.getBytes(StandardCharsets.UTF_8));
  }
}
