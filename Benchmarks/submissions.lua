-- wrk: form submissions, each by a customer of its own.
local thread_number = 0
function setup(thread)
   thread:set("number", thread_number)
   thread_number = thread_number + 1
end
function init(args)
   count = 0
   stamp = args[1] or "0"
   wrk.method = "POST"
   wrk.headers["Content-Type"] = "application/json"
end
function request()
   count = count + 1
   local who = stamp .. "-" .. number .. "-" .. count
   return wrk.format(nil, "/support/submit", nil,
      '{"name":"A Customer","email":"customer' .. who .. '@example.com","subject":"Help with the API",' ..
      '"category":"technical","priority":"medium",' ..
      '"message":"I need help with the API authentication, it refuses my key since this morning."}')
end
function done(summary, latency, requests)
   io.write(string.format("RESULT %.1f %.3f %.3f %.3f %d %d\n",
      summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
      latency.max / 1000, summary.errors.status, summary.errors.connect + summary.errors.read + summary.errors.timeout))
end
