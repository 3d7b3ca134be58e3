/** Kinds of field errors, as `Status.details.causes[].reason` carries them. */
export type FieldErrorType =
  | 'FieldValueNotFound'
  | 'FieldValueRequired'
  | 'FieldValueDuplicate'
  | 'FieldValueInvalid'
  | 'FieldValueNotSupported'
  | 'FieldValueForbidden'
  | 'FieldValueTooLong'
  | 'FieldValueTooMany'
  | 'FieldValueTypeInvalid'
  | 'InternalError';

/** One finding about one field, in the shape and words of k8s.io/apimachinery/pkg/util/validation/field. */
export interface FieldError {
  readonly type: FieldErrorType;
  /** Path of the field: `spec.containers[0].name`, `metadata.labels[a/b]`; `<nil>` for the whole object. */
  readonly field: string;
  readonly badValue?: unknown;
  readonly detail: string;
  /** The text without the path, as `Status.details.causes[].message` carries it: `Invalid value: "x": must be ...`. */
  readonly body: string;
  /** The whole text: `spec.replicas: Invalid value: "x": must be ...`. */
  readonly message: string;
}
