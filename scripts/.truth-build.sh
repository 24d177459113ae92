npx vite build 2>&1 | grep -E "error|built" 
