-- Every table and index of schema 1, as it was released. What came later stands in the steps after it.

CREATE TABLE category (
  code VARCHAR NOT NULL,
  zh VARCHAR NOT NULL,
  en VARCHAR NOT NULL,
  kind VARCHAR NOT NULL,
  priority VARCHAR NOT NULL,
  skill VARCHAR NOT NULL,
  callback_share FLOAT NOT NULL,
  card VARCHAR NOT NULL,
  retired_at INTEGER,
  PRIMARY KEY (code),
  CONSTRAINT kind_word CHECK (kind IN ('emergency', 'repair', 'inspection', 'complaint', 'enquiry')),
  CONSTRAINT priority_word CHECK (priority IN ('P1', 'P2', 'P3', 'P4'))
);

CREATE TABLE crew (
  id INTEGER NOT NULL,
  code VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  district VARCHAR NOT NULL,
  skills VARCHAR NOT NULL,
  phone VARCHAR NOT NULL,
  team VARCHAR NOT NULL,
  department VARCHAR NOT NULL,
  centre VARCHAR NOT NULL,
  on_shift BOOLEAN NOT NULL,
  out_reason VARCHAR NOT NULL,
  out_since INTEGER,
  retired_at INTEGER,
  PRIMARY KEY (id),
  UNIQUE (code)
);

CREATE TABLE district (
  name VARCHAR NOT NULL,
  name_en VARCHAR NOT NULL,
  retired_at INTEGER,
  PRIMARY KEY (name)
);

CREATE TABLE engine (
  id INTEGER NOT NULL,
  swept_at INTEGER,
  sweeper VARCHAR NOT NULL,
  PRIMARY KEY (id)
);

CREATE TABLE header (
  name VARCHAR NOT NULL,
  value VARCHAR NOT NULL,
  PRIMARY KEY (name)
);

CREATE TABLE journal (
  seq INTEGER NOT NULL,
  at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  actor VARCHAR NOT NULL,
  act VARCHAR NOT NULL,
  request_id INTEGER,
  crew_id INTEGER,
  alarm_id INTEGER,
  payload VARCHAR,
  salt VARCHAR NOT NULL,
  digest VARCHAR NOT NULL,
  hash VARCHAR NOT NULL,
  token VARCHAR,
  PRIMARY KEY (seq)
);

CREATE INDEX journal_request ON journal (request_id, seq);

CREATE UNIQUE INDEX journal_token ON journal (token) WHERE token IS NOT NULL;

CREATE TABLE operator (
  id INTEGER NOT NULL,
  login VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  initials VARCHAR NOT NULL,
  roles VARCHAR NOT NULL,
  team VARCHAR NOT NULL,
  department VARCHAR NOT NULL,
  centre VARCHAR NOT NULL,
  retired_at INTEGER,
  PRIMARY KEY (id),
  UNIQUE (login)
);

CREATE TABLE policy (
  id INTEGER NOT NULL,
  scope VARCHAR NOT NULL,
  "key" VARCHAR NOT NULL,
  clock VARCHAR NOT NULL,
  target_ms INTEGER NOT NULL,
  valid_from INTEGER NOT NULL,
  retired_at INTEGER,
  PRIMARY KEY (id),
  CONSTRAINT clock_word CHECK (clock IN ('dispatch', 'response', 'arrival', 'safe', 'resolution', 'reply')),
  UNIQUE (scope, "key", clock, valid_from)
);

CREATE TABLE premise (
  id INTEGER NOT NULL,
  external_id VARCHAR,
  district VARCHAR NOT NULL,
  building VARCHAR NOT NULL,
  address VARCHAR NOT NULL,
  hazards VARCHAR NOT NULL,
  vulnerable VARCHAR NOT NULL,
  access VARCHAR NOT NULL,
  meter VARCHAR NOT NULL,
  valve VARCHAR NOT NULL,
  latitude FLOAT,
  longitude FLOAT,
  PRIMARY KEY (id),
  UNIQUE (external_id)
);

CREATE INDEX ix_premise_building ON premise (building);

CREATE INDEX ix_premise_district ON premise (district);

CREATE TABLE customer (
  id INTEGER NOT NULL,
  external_id VARCHAR,
  name VARCHAR NOT NULL,
  phone VARCHAR NOT NULL,
  klass VARCHAR NOT NULL,
  klass_from INTEGER,
  tier VARCHAR NOT NULL,
  tier_from INTEGER,
  manager VARCHAR NOT NULL,
  manager_from INTEGER,
  premise_id INTEGER,
  PRIMARY KEY (id),
  CONSTRAINT klass_word CHECK (klass IN ('government', 'enterprise', 'research', 'individual')),
  UNIQUE (external_id),
  FOREIGN KEY(premise_id) REFERENCES premise (id)
);

CREATE INDEX ix_customer_phone ON customer (phone);

CREATE INDEX ix_customer_premise_id ON customer (premise_id);

CREATE TABLE request (
  id INTEGER NOT NULL,
  serial INTEGER,
  number VARCHAR,
  external_id VARCHAR,
  external_digest VARCHAR,
  kind VARCHAR NOT NULL,
  category VARCHAR,
  priority VARCHAR NOT NULL,
  status VARCHAR NOT NULL,
  channel VARCHAR NOT NULL,
  outside_number VARCHAR NOT NULL,
  reply_by INTEGER,
  district VARCHAR NOT NULL,
  address VARCHAR NOT NULL,
  phone VARCHAR NOT NULL,
  caller VARCHAR NOT NULL,
  text VARCHAR NOT NULL,
  access VARCHAR NOT NULL,
  people VARCHAR NOT NULL,
  note VARCHAR NOT NULL,
  customer_id INTEGER,
  premise_id INTEGER,
  owner_id INTEGER,
  received INTEGER NOT NULL,
  cycle INTEGER NOT NULL,
  state_since INTEGER NOT NULL,
  safe_at INTEGER,
  source_verified BOOLEAN NOT NULL,
  held_until INTEGER,
  hold_reason VARCHAR,
  hold_pausing BOOLEAN NOT NULL,
  holds INTEGER NOT NULL,
  returns INTEGER NOT NULL,
  disposition VARCHAR,
  result VARCHAR,
  resolved_at INTEGER,
  resolved_by INTEGER,
  closed_at INTEGER,
  score_speed INTEGER,
  score_attitude INTEGER,
  score_quality INTEGER,
  callback_due BOOLEAN NOT NULL,
  flags VARCHAR NOT NULL,
  follows_id INTEGER,
  draft_fields VARCHAR,
  next_clock VARCHAR,
  next_due_at INTEGER NOT NULL,
  next_warn_at INTEGER NOT NULL,
  next_pause_from INTEGER,
  next_pause_until INTEGER,
  version INTEGER NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT kind_word CHECK (kind IN ('emergency', 'repair', 'inspection', 'complaint', 'enquiry')),
  CONSTRAINT priority_word CHECK (priority IN ('P1', 'P2', 'P3', 'P4')),
  CONSTRAINT status_word CHECK (status IN ('draft', 'open', 'working', 'held', 'resolved', 'closed', 'cancelled', 'merged')),
  CONSTRAINT category_given CHECK (category IS NOT NULL OR number IS NULL),
  UNIQUE (serial),
  UNIQUE (number),
  UNIQUE (external_id),
  FOREIGN KEY(category) REFERENCES category (code),
  FOREIGN KEY(customer_id) REFERENCES customer (id),
  FOREIGN KEY(premise_id) REFERENCES premise (id),
  FOREIGN KEY(owner_id) REFERENCES operator (id),
  FOREIGN KEY(resolved_by) REFERENCES operator (id),
  FOREIGN KEY(follows_id) REFERENCES request (id)
);

CREATE INDEX ix_request_customer_id ON request (customer_id);

CREATE INDEX ix_request_phone ON request (phone);

CREATE INDEX ix_request_premise_id ON request (premise_id);

CREATE INDEX ix_request_received ON request (received);

CREATE INDEX request_drafts ON request (owner_id) WHERE status = 'draft';

CREATE INDEX request_figures ON request (kind, district, next_due_at, id, next_warn_at, priority, next_clock, next_pause_from, next_pause_until, received) WHERE status IN ('open', 'working', 'held');

CREATE INDEX request_held ON request (held_until) WHERE status = 'held';

CREATE INDEX request_queue ON request (kind, next_due_at, id) WHERE status IN ('open', 'working', 'held');

CREATE INDEX request_quiet ON request (resolved_at) WHERE status = 'resolved' AND NOT callback_due;

CREATE TABLE alarm (
  id INTEGER NOT NULL,
  rule VARCHAR NOT NULL,
  request_id INTEGER NOT NULL,
  clock VARCHAR NOT NULL,
  cycle INTEGER NOT NULL,
  level INTEGER NOT NULL,
  severity INTEGER NOT NULL,
  state VARCHAR NOT NULL,
  due_at INTEGER NOT NULL,
  breach_at INTEGER,
  raised_at INTEGER NOT NULL,
  cleared_at INTEGER,
  acknowledged_by INTEGER,
  acknowledged_at INTEGER,
  acknowledged_text VARCHAR NOT NULL,
  occurrence INTEGER NOT NULL,
  late BOOLEAN NOT NULL,
  gap_from INTEGER,
  PRIMARY KEY (id),
  CONSTRAINT state_word CHECK (state IN ('normal', 'unacknowledged', 'acknowledged', 'returned')),
  CONSTRAINT clock_word CHECK (clock IN ('dispatch', 'response', 'arrival', 'safe', 'resolution', 'reply')),
  UNIQUE (rule, request_id, clock, cycle),
  FOREIGN KEY(request_id) REFERENCES request (id),
  FOREIGN KEY(acknowledged_by) REFERENCES operator (id)
);

CREATE INDEX alarm_shown ON alarm (state, severity) WHERE state <> 'normal';

CREATE INDEX ix_alarm_request_id ON alarm (request_id);

CREATE TABLE assignment (
  id INTEGER NOT NULL,
  request_id INTEGER NOT NULL,
  crew_id INTEGER NOT NULL,
  step VARCHAR NOT NULL,
  offered_at INTEGER NOT NULL,
  accepted_at INTEGER,
  en_route_at INTEGER,
  on_site_at INTEGER,
  ended_at INTEGER,
  "conflict" BOOLEAN NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (id),
  CONSTRAINT step_word CHECK (step IN ('offered', 'accepted', 'en_route', 'on_site', 'done', 'declined', 'withdrawn', 'handed_over')),
  FOREIGN KEY(request_id) REFERENCES request (id),
  FOREIGN KEY(crew_id) REFERENCES crew (id)
);

CREATE INDEX assignment_live_crew ON assignment (crew_id) WHERE step IN ('offered', 'accepted', 'en_route', 'on_site');

CREATE UNIQUE INDEX assignment_pair ON assignment (request_id, crew_id) WHERE step IN ('offered', 'accepted', 'en_route', 'on_site');

CREATE INDEX ix_assignment_crew_id ON assignment (crew_id);

CREATE INDEX ix_assignment_request_id ON assignment (request_id);

CREATE TABLE call (
  id INTEGER NOT NULL,
  request_id INTEGER,
  phone VARCHAR NOT NULL,
  line VARCHAR NOT NULL,
  answered_at INTEGER NOT NULL,
  ended_at INTEGER,
  operator_id INTEGER,
  wrap_up VARCHAR,
  note VARCHAR NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(request_id) REFERENCES request (id),
  FOREIGN KEY(operator_id) REFERENCES operator (id)
);

CREATE INDEX ix_call_answered_at ON call (answered_at);

CREATE INDEX ix_call_request_id ON call (request_id);

CREATE TABLE clock (
  id INTEGER NOT NULL,
  request_id INTEGER NOT NULL,
  kind VARCHAR NOT NULL,
  cycle INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  target_ms INTEGER,
  pinned BOOLEAN NOT NULL,
  due_at INTEGER NOT NULL,
  warn_at INTEGER NOT NULL,
  stopped_at INTEGER,
  state INTEGER NOT NULL,
  pauses VARCHAR NOT NULL,
  alarm_at INTEGER,
  alarm_level INTEGER,
  PRIMARY KEY (id),
  CONSTRAINT kind_word CHECK (kind IN ('dispatch', 'response', 'arrival', 'safe', 'resolution', 'reply')),
  UNIQUE (request_id, kind, cycle),
  FOREIGN KEY(request_id) REFERENCES request (id)
);

CREATE INDEX clock_alarm ON clock (alarm_at, id) WHERE state = 0;

CREATE INDEX clock_due ON clock (due_at, id) WHERE state = 0;

CREATE INDEX clock_stopped ON clock (stopped_at) WHERE state = 1;

CREATE TABLE presence (
  operator_id INTEGER NOT NULL,
  request_id INTEGER,
  seen_at INTEGER NOT NULL,
  PRIMARY KEY (operator_id),
  FOREIGN KEY(operator_id) REFERENCES operator (id),
  FOREIGN KEY(request_id) REFERENCES request (id)
);

CREATE INDEX ix_presence_request_id ON presence (request_id);

CREATE TABLE level (
  id INTEGER NOT NULL,
  clock_id INTEGER NOT NULL,
  cycle INTEGER NOT NULL,
  level INTEGER NOT NULL,
  due_at INTEGER NOT NULL,
  recorded_at INTEGER NOT NULL,
  alarm_id INTEGER,
  PRIMARY KEY (id),
  UNIQUE (clock_id, cycle, level, due_at),
  FOREIGN KEY(clock_id) REFERENCES clock (id),
  FOREIGN KEY(alarm_id) REFERENCES alarm (id)
);

CREATE INDEX ix_level_alarm_id ON level (alarm_id);
