/** The code the test bank "sends" by text message; the 3-D Secure page shows it. */
export const challengeCode = '1234';
