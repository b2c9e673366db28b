--[[ The result of the attempt that time submitted while its learner was away, if there is one to be told of.
  KEYS  its id, results
  Reply {id or "", result or ""} ]]
local id = redis.call("GET", KEYS[1]) or ""
return { id, id ~= "" and redis.call("HGET", KEYS[2], id) or "" }
