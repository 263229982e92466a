-- wrk sends each prepared vote once: lines of "path<TAB>cookie<TAB>token<TAB>address<TAB>browser".
-- In: path of the file, "part" or "page". Out: one line of JSON.

local votes, next_vote = {}, 0

function init(arguments)
  local headers = { ["Content-Type"] = "application/x-www-form-urlencoded" }
  if arguments[2] == "part" then headers["HX-Request"] = "true" end
  for line in io.lines(arguments[1]) do
    local path, cookie, token, address, browser = line:match("^(.-)\t(.-)\t(.-)\t(.-)\t(.*)$")
    headers["Cookie"], headers["X-Forwarded-For"], headers["User-Agent"] = cookie, address, browser
    votes[#votes + 1] = wrk.format("POST", path, headers, "csrf_token=" .. token)
  end
end

function request()
  next_vote = next_vote + 1
  if next_vote >= #votes then wrk.thread:stop() end
  return votes[math.min(next_vote, #votes)]
end

function done(summary, latency, requests)
  local failed = summary.errors.status + summary.errors.connect + summary.errors.read
    + summary.errors.write + summary.errors.timeout
  io.write(string.format(
    '\n{"answered": %d, "failed": %d, "seconds": %.3f, "p50_ms": %.2f, "p99_ms": %.2f}\n',
    summary.requests, failed, summary.duration / 1e6, latency:percentile(50) / 1e3, latency:percentile(99) / 1e3))
end
