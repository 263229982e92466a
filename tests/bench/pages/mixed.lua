-- wrk reads many pages in turn. In: a file with an address a line. Out: how many were answered, and how many failed.

local addresses, turn = {}, 0

function init(arguments)
  local headers = { ["Accept-Encoding"] = "br, gzip", ["User-Agent"] = "Mozilla/5.0 Firefox/140.0" }
  for address in io.lines(arguments[1]) do
    addresses[#addresses + 1] = wrk.format("GET", address, headers)
  end
end

function request()
  turn = turn % #addresses + 1
  return addresses[turn]
end

function done(summary)
  local failed = summary.errors.status + summary.errors.connect + summary.errors.read
    + summary.errors.write + summary.errors.timeout
  io.write(string.format("\n%d %d\n", summary.requests, failed))
end
