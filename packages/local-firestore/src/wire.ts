/**
 * The messages of google.firestore.v1 as protocol.ts decodes them: 64-bit integers are strings,
 * enums are names, an absent message is null, and every oneof also has a key that names the member
 * that is set. https://firebase.google.com/docs/firestore/reference/rpc/google.firestore.v1
 */
export interface Timestamp {
  seconds: string;
  nanos: number;
}

export type Fields = Record<string, Value>;

export type Value =
  | { valueType: "nullValue"; nullValue: "NULL_VALUE" }
  | { valueType: "booleanValue"; booleanValue: boolean }
  | { valueType: "integerValue"; integerValue: string }
  | { valueType: "doubleValue"; doubleValue: number }
  | { valueType: "timestampValue"; timestampValue: Timestamp }
  | { valueType: "stringValue"; stringValue: string }
  | { valueType: "bytesValue"; bytesValue: Buffer }
  | { valueType: "referenceValue"; referenceValue: string }
  | { valueType: "geoPointValue"; geoPointValue: { latitude: number; longitude: number } }
  | { valueType: "arrayValue"; arrayValue: { values: Value[] } }
  | { valueType: "mapValue"; mapValue: { fields: Fields } };

export interface DocumentMessage {
  name: string;
  fields?: Fields;
  createTime?: Timestamp | null;
  updateTime?: Timestamp | null;
}

export interface Mask {
  fieldPaths: string[];
}

export interface Precondition {
  conditionType?: "exists" | "updateTime";
  exists?: boolean;
  updateTime?: Timestamp;
}

export interface FieldTransform {
  fieldPath: string;
  transformType?:
    | "setToServerValue"
    | "increment"
    | "maximum"
    | "minimum"
    | "appendMissingElements"
    | "removeAllFromArray";
  setToServerValue?: string;
  increment?: Value;
  maximum?: Value;
  minimum?: Value;
  appendMissingElements?: { values: Value[] };
  removeAllFromArray?: { values: Value[] };
}

export interface Write {
  operation?: "update" | "delete" | "transform";
  update?: DocumentMessage;
  delete?: string;
  transform?: { document: string; fieldTransforms: FieldTransform[] };
  updateMask: Mask | null;
  updateTransforms: FieldTransform[];
  currentDocument: Precondition | null;
}

export interface WriteResult {
  updateTime: Timestamp | null;
  transformResults: Value[];
}

export interface TransactionOptions {
  mode?: "readOnly" | "readWrite";
  readOnly?: { readTime?: Timestamp };
}

/** What a read request says about the moment it reads at; at most one of the three is set. */
export interface Consistency {
  consistencySelector?: "transaction" | "newTransaction" | "readTime";
  transaction?: Buffer;
  newTransaction?: TransactionOptions;
  readTime?: Timestamp;
}

interface FieldReference {
  fieldPath: string;
}

export type FieldOperator =
  | "LESS_THAN"
  | "LESS_THAN_OR_EQUAL"
  | "GREATER_THAN"
  | "GREATER_THAN_OR_EQUAL"
  | "EQUAL"
  | "NOT_EQUAL"
  | "ARRAY_CONTAINS"
  | "IN"
  | "ARRAY_CONTAINS_ANY"
  | "NOT_IN";

export type UnaryOperator = "IS_NAN" | "IS_NULL" | "IS_NOT_NAN" | "IS_NOT_NULL";

export interface FilterMessage {
  filterType?: "compositeFilter" | "fieldFilter" | "unaryFilter";
  compositeFilter?: { op: "OPERATOR_UNSPECIFIED" | "AND" | "OR"; filters: FilterMessage[] };
  fieldFilter?: {
    field: FieldReference | null;
    op: "OPERATOR_UNSPECIFIED" | FieldOperator;
    value: Value | null;
  };
  unaryFilter?: { field?: FieldReference; op: "OPERATOR_UNSPECIFIED" | UnaryOperator };
}

export interface CursorMessage {
  values: Value[];
  before: boolean;
}

export interface StructuredQuery {
  select: { fields: FieldReference[] } | null;
  from: { collectionId: string; allDescendants: boolean }[];
  where: FilterMessage | null;
  orderBy: { field: FieldReference | null; direction: string }[];
  startAt: CursorMessage | null;
  endAt: CursorMessage | null;
  offset: number;
  limit: { value: number } | null;
  findNearest: {
    vectorField: FieldReference | null;
    queryVector: Value | null;
    distanceMeasure: string;
    limit: { value: number } | null;
    /** Empty for none. */
    distanceResultField: string;
    distanceThreshold: { value: number } | null;
  } | null;
}

export interface Aggregation {
  operator?: "count" | "sum" | "avg";
  count?: { upTo: { value: string } | null };
  sum?: { field: FieldReference | null };
  avg?: { field: FieldReference | null };
  alias: string;
}

export interface Target {
  targetType?: "query" | "documents";
  query?: { parent: string; structuredQuery?: StructuredQuery };
  documents?: { documents: string[] };
  resumeType?: "resumeToken" | "readTime";
  targetId: number;
}

export interface ListenResponse {
  targetChange?: {
    targetChangeType: "NO_CHANGE" | "ADD" | "REMOVE" | "CURRENT" | "RESET";
    targetIds?: number[];
    cause?: { code: number; message: string };
    resumeToken?: Buffer;
    readTime?: Timestamp;
  };
  documentChange?: { document: DocumentMessage; targetIds: number[] };
  documentDelete?: { document: string; removedTargetIds: number[]; readTime: Timestamp };
  documentRemove?: { document: string; removedTargetIds: number[]; readTime: Timestamp };
}

interface ReadResponse {
  transaction?: Buffer;
  readTime?: Timestamp;
}

/** The methods that are implemented: what each takes and answers (for streams, each message). */
interface Methods {
  GetDocument: {
    request: Consistency & { name: string; mask: Mask | null };
    response: DocumentMessage;
  };
  ListDocuments: {
    request: Consistency & {
      parent: string;
      collectionId: string;
      pageSize: number;
      pageToken: string;
      orderBy: string;
      mask: Mask | null;
      showMissing: boolean;
    };
    response: { documents: DocumentMessage[]; nextPageToken: string };
  };
  CreateDocument: {
    request: {
      parent: string;
      collectionId: string;
      documentId: string;
      document: DocumentMessage | null;
      mask: Mask | null;
    };
    response: DocumentMessage;
  };
  UpdateDocument: {
    request: {
      document: DocumentMessage | null;
      updateMask: Mask | null;
      mask: Mask | null;
      currentDocument: Precondition | null;
    };
    response: DocumentMessage;
  };
  DeleteDocument: {
    request: { name: string; currentDocument: Precondition | null };
    response: Record<string, never>;
  };
  BatchGetDocuments: {
    request: Consistency & { database: string; documents: string[]; mask: Mask | null };
    response: ReadResponse & { found?: DocumentMessage; missing?: string };
  };
  BeginTransaction: {
    request: { database: string; options: TransactionOptions | null };
    response: { transaction: Buffer };
  };
  Commit: {
    request: { database: string; writes: Write[]; transaction: Buffer };
    response: { writeResults: WriteResult[]; commitTime: Timestamp };
  };
  Rollback: {
    request: { database: string; transaction: Buffer };
    response: Record<string, never>;
  };
  BatchWrite: {
    request: { database: string; writes: Write[] };
    response: { writeResults: WriteResult[]; status: { code: number; message: string }[] };
  };
  RunQuery: {
    request: Consistency & {
      parent: string;
      structuredQuery?: StructuredQuery;
      explainOptions: object | null;
    };
    response: ReadResponse & { document?: DocumentMessage; skippedResults?: number };
  };
  RunAggregationQuery: {
    request: Consistency & {
      parent: string;
      structuredAggregationQuery?: {
        structuredQuery?: StructuredQuery;
        aggregations: Aggregation[];
      };
      explainOptions: object | null;
    };
    response: ReadResponse & { result: { aggregateFields: Fields } };
  };
  PartitionQuery: {
    request: Consistency & {
      parent: string;
      structuredQuery?: StructuredQuery;
      partitionCount: string;
      pageSize: number;
      pageToken: string;
    };
    response: { partitions: CursorMessage[]; nextPageToken: string };
  };
  ListCollectionIds: {
    request: Consistency & { parent: string; pageSize: number; pageToken: string };
    response: { collectionIds: string[]; nextPageToken: string };
  };
  Listen: {
    request: {
      database: string;
      targetChange?: "addTarget" | "removeTarget";
      addTarget?: Target;
      removeTarget?: number;
    };
    response: ListenResponse;
  };
}

export type MethodName = keyof Methods;
export type RequestOf<M extends MethodName> = Methods[M]["request"];
export type ResponseOf<M extends MethodName> = Methods[M]["response"];
