-- wrk reads one page as a browser would. In: path, encoding, cookie or nothing. Out: one line of JSON.

function init(arguments)
  local headers = {
    ["Accept"] = "text/html",
    ["Accept-Encoding"] = arguments[2],
    ["Accept-Language"] = "en-GB,en;q=0.8,fr;q=0.5",
    ["User-Agent"] = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
  }
  if arguments[3] then headers["Cookie"] = arguments[3] end
  if arguments[1]:match("/vote$") then headers["HX-Request"] = "true" end
  wrk.headers, wrk.path = headers, arguments[1]
end

function done(summary, latency, requests)
  local failed = summary.errors.status + summary.errors.connect + summary.errors.read
    + summary.errors.write + summary.errors.timeout
  io.write(string.format(
    '\n{"answered": %d, "failed": %d, "seconds": %.3f, "p50_ms": %.2f, "p99_ms": %.2f}\n',
    summary.requests, failed, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
